import { createField, createKey, createMember, createWebhook } from "@onefold/records";
import { ChangeFeed, CompanyList, ContactList, History, WebhookAttemptList } from "@onefold/contract";
import { callsOf } from "../../operations/support/calls.ts";
import { addAttempts } from "../../support/add-attempts.ts";
import type { Stack, TestTeam } from "../../support/stack.ts";

/** Something of everything that a request can name. */
export interface Names {
  readonly contact: string;
  /** A contact that was merged. */
  readonly mergedContact: string;
  readonly email: string;
  readonly alias: string;
  readonly profile: string;
  readonly lead: string;
  readonly company: string;
  readonly mergedCompany: string;
  readonly domain: string;
  readonly page: string;
  readonly companyLead: string;
  readonly job: string;
  readonly mergeJob: string;
  readonly companyMergeJob: string;
  readonly user: string;
  readonly userEmail: string;
  readonly keyId: string;
  readonly webhook: string;
  readonly hook: string;
  readonly field: string;
  readonly companyField: string;
  readonly idempotencyKey: string;
  readonly contactCursor: string;
  readonly companyCursor: string;
  readonly historyCursor: string;
  readonly companyHistoryCursor: string;
  readonly feedCursor: string;
  readonly attemptCursor: string;
}

/** What nobody has; each is written as one that somebody could. */
export const UNKNOWN: Names = {
  contact: "ctc_0000000000000000A",
  mergedContact: "ctc_0000000000000000B",
  email: "nobody@example.com",
  alias: "nobodys.alias@example.com",
  profile: "https://www.linkedin.com/in/nobody",
  lead: "https://www.linkedin.com/sales/lead/ACwNobody",
  company: "cpn_0000000000000000A",
  mergedCompany: "cpn_0000000000000000B",
  domain: "nobody.example",
  page: "https://www.linkedin.com/company/nobody",
  companyLead: "https://www.linkedin.com/sales/company/404",
  job: `job_${"0".repeat(29)}A`,
  mergeJob: `job_${"0".repeat(29)}B`,
  companyMergeJob: `job_${"0".repeat(29)}C`,
  user: "usr_0000000000000000A",
  userEmail: "nobody@members.example.com",
  keyId: "key_0000000000000000A",
  webhook: "hoo_0000000000000000A",
  hook: "hoo_0000000000000000B",
  field: "nobodys",
  companyField: "nobodysToo",
  idempotencyKey: "nobodys-key",
  contactCursor: "AAAAAAAAAAAAAAAAWzAsMSwiY3RjXyJd",
  companyCursor: "AAAAAAAAAAAAAAABWzAsMSwiY3RjXyJd",
  historyCursor: "AAAAAAAAAAAAAAACWzFd",
  companyHistoryCursor: "AAAAAAAAAAAAAAADWzFd",
  feedCursor: "AAAAAAAAAAAAAAAEWzFd",
  attemptCursor: "AAAAAAAAAAAAAAAFWzFd",
};

/** Gives a team one of each, by the API where it has a route for it. */
export async function namesOf(stack: Stack, team: TestTeam, who: string): Promise<Names> {
  const { merge, mergeCompanies } = callsOf(team);
  const values = {
    email: `${who}@example.com`,
    alias: `${who}.alias@example.com`,
    profile: `https://www.linkedin.com/in/${who}`,
    lead: `https://www.linkedin.com/sales/lead/ACw${who}`,
    domain: `${who}.example`,
    page: `https://www.linkedin.com/company/${who}`,
    companyLead: `https://www.linkedin.com/sales/company/1${who.length}`,
    userEmail: `${who}@members.example.com`,
    field: `${who}s`,
    companyField: `${who}sToo`,
    idempotencyKey: `${who}-key`,
  };
  const { db } = stack;
  const { teamId } = team;
  await createField(db, teamId, { entity: "contact", name: values.field, type: "text" });
  await createField(db, teamId, { entity: "company", name: values.companyField, type: "text" });
  const member = await createMember(db, teamId, { email: values.userEmail, role: "member" });
  const { keyId } = await createKey(db, { teamId, userId: member.userId, name: who });

  const url = `https://${who}.example.com/hook`;
  const webhook = await createWebhook(db, { teamId, userId: member.userId, url, enabled: false });
  const hook = await createWebhook(db, { teamId, userId: member.userId, url, enabled: false, lemlist: {} });

  await addAttempts(db, webhook, 2);

  const company = (
    await team.company({
      name: `${who} Ltd`,
      domain: values.domain,
      linkedinUrl: values.page,
      linkedinUrlSalesNav: values.companyLead,
      tagline: `${who}'s secret`,
    })
  ).body.data._id;
  const upserted = await team.contact(
    {
      email: values.email,
      additionalEmails: [values.alias],
      linkedinUrl: values.profile,
      linkedinUrlSalesNav: values.lead,
      tagline: `${who}'s secret`,
      [values.field]: `${who}'s secret`,
      companyId: company,
    },
    { headers: { "Idempotency-Key": values.idempotencyKey } },
  );
  const contact = upserted.body.data._id;
  // The keys of operations are apart from those of upserts.
  await team.request("DELETE", `/api/v2/unsubscribes/contacts/${contact}`, {
    headers: { "Idempotency-Key": values.idempotencyKey },
  });
  const mergedContact = (await team.contact({ email: `${who}.old@example.com` })).body.data._id;
  const merged = await merge(contact, mergedContact);
  const mergedCompany = (await team.company({ name: `${who} Old`, domain: `old.${who}.example` })).body.data
    ._id;
  const companiesMerged = await mergeCompanies(company, mergedCompany);
  // So that the lists go on.
  await team.contact({ email: `${who}.more@example.com` });
  await team.company({ name: `${who} More`, domain: `more.${who}.example` });
  const cursor = async (
    path: string,
    schema: typeof ContactList | typeof CompanyList | typeof History | typeof WebhookAttemptList,
  ) => schema.parse((await team.get(`${path}?limit=1`)).body).nextCursor ?? "";
  return {
    ...values,
    contact,
    mergedContact,
    company,
    mergedCompany,
    job: upserted.body.job.id,
    mergeJob: merged.job?.id ?? "",
    companyMergeJob: companiesMerged.job?.id ?? "",
    user: member.userId,
    keyId,
    webhook: webhook.webhookId,
    hook: hook.webhookId,
    contactCursor: await cursor("/api/contacts", ContactList),
    companyCursor: await cursor("/api/companies", CompanyList),
    historyCursor: await cursor(`/api/contacts/${contact}/history`, History),
    feedCursor: ChangeFeed.parse((await team.get("/api/changes?after=now")).body).nextCursor,
    attemptCursor: await cursor(`/api/webhooks/${webhook.webhookId}/attempts`, WebhookAttemptList),
    companyHistoryCursor: await cursor(`/api/companies/${company}/history`, History),
  };
}
