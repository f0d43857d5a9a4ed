import { expect, test } from "vitest";
import { refused } from "../support/client.ts";
import { onEachSharedStack } from "../support/shared-stacks.ts";
import type { TestTeam } from "../support/stack.ts";

const NO_CONTACT = "ctc_0000000000000000A";
const NO_COMPANY = "cpn_0000000000000000A";

/** A team sees the same of what another team has as of what nobody has: G6 of docs/guarantees.md. */
onEachSharedStack((stack) => {
  async function twoTeams() {
    const [theirs, ours] = [await stack().newTeam(), await stack().newTeam()];
    const company = (
      await theirs.company({
        name: "Acme",
        domain: "acme.example",
        linkedinUrl: "https://www.linkedin.com/company/acme",
      })
    ).body;
    const contact = (
      await theirs.contact({ email: "jane@example.com", firstName: "Jane", companyId: company.data._id })
    ).body;
    return { theirs, ours, contact, company };
  }

  test.each([
    ["contact by id", "/api/contacts/", (their: Their) => their.contact.data._id, NO_CONTACT],
    ["contact by e-mail", "/api/contacts/", () => "jane@example.com", "nobody@example.com"],
    ["company by id", "/api/companies/", (their: Their) => their.company.data._id, NO_COMPANY],
    ["company by domain", "/api/companies/", () => "acme.example", "nobody.example"],
    ["job", "/api/jobs/", (their: Their) => their.contact.job.id, `job_${"0".repeat(30)}`],
  ] as const)(
    "another team's %s is read like one that isn't there",
    async (_what, path, theirName, noName) => {
      const { theirs, ours, ...their } = await twoTeams();
      const name = theirName(their);
      expect((await theirs.get(path + name)).status).toBe(200);
      const answer = await ours.get(path + name);
      refused(answer, 404, "NOT_FOUND");
      expect(answer.body).toEqual((await ours.get(path + noName)).body);
    },
  );

  test("another team's contactId and companyId are not found, and the records don't change", async () => {
    const { theirs, ours, contact, company } = await twoTeams();
    const before = [await theirs.readContact(contact.data._id), await theirs.readCompany(company.data._id)];
    for (const [route, field, theirId, noId] of [
      ["/api/contacts", "contactId", contact.data._id, NO_CONTACT],
      ["/api/companies", "companyId", company.data._id, NO_COMPANY],
    ] as const) {
      const post = async (id: string) =>
        withoutIds(await ours.post(route, { [field]: id, tagline: "Ours" }), id);
      const answer = await post(theirId);
      expect(answer).toContain("_NOT_FOUND_BY_ID");
      expect(answer).toBe(await post(noId));
    }
    expect([await theirs.readContact(contact.data._id), await theirs.readCompany(company.data._id)]).toEqual(
      before,
    );
  });

  test("another team's company and member can't be linked: the warnings are those of unknown ones", async () => {
    const { theirs, ours, company } = await twoTeams();
    const warningsOf = async (body: object) => {
      const answer = (await ours.contact({ email: "john@example.com", ...body })).body;
      expect(answer.data).toMatchObject({ companyLinked: false, ownerId: ours.userId });
      return answer.warnings;
    };
    const page = (name: string) => `https://www.linkedin.com/company/${name}`;
    for (const [known, unknown] of [
      [{ companyId: company.data._id }, { companyId: NO_COMPANY }],
      [{ companyDomain: "acme.example" }, { companyDomain: "nobody.example" }],
      [{ companyLinkedinUrl: page("acme") }, { companyLinkedinUrl: page("nobody") }],
      [{ contactOwner: theirs.userId }, { contactOwner: "usr_0000000000000000A" }],
      [{ contactOwner: await ownerEmail(theirs) }, { contactOwner: "nobody@example.com" }],
    ] as const) {
      const warnings = await warningsOf(known);
      expect(warnings).toHaveLength(1);
      expect(warnings).toEqual(await warningsOf(unknown));
    }
  });

  test("the same identifiers in two teams are two contacts, and strict sees no conflict", async () => {
    const { theirs, ours, contact } = await twoTeams();
    await theirs.contact({ linkedinUrl: "https://www.linkedin.com/in/jane" });
    const { status, body } = await ours.contact(
      { email: "jane@example.com", linkedinUrl: "https://www.linkedin.com/in/jane", lastName: "Ours" },
      { query: "?onConflict=strict" },
    );
    expect(status).toBe(201);
    expect(body.data._id).not.toBe(contact.data._id);
    expect(body.data).toMatchObject({ teamId: ours.teamId, fields: { lastName: "Ours" } });
    expect((await theirs.readContact("jane@example.com")).fields).toEqual({ firstName: "Jane" });
  });

  test("another team's custom field is not registered here", async () => {
    const { theirs, ours } = await twoTeams();
    await theirs.post("/api/fields", { entity: "contact", name: "score", type: "number" });
    expect((await theirs.contact({ email: "jane@example.com", score: 1 })).status).toBe(200);
    refused(await ours.post("/api/contacts", { email: "jane@example.com", score: 1 }), 400, "INVALID_FIELD");
  });
});

interface Their {
  readonly contact: { readonly data: { readonly _id: string }; readonly job: { readonly id: string } };
  readonly company: { readonly data: { readonly _id: string } };
}

/** What tells two such answers apart anyway: the id that was asked for, and the job's. */
function withoutIds(answer: { readonly status: number; readonly body: unknown }, asked: string): string {
  return `${answer.status} ${JSON.stringify(answer.body)}`
    .replaceAll(asked, "…")
    .replace(/job_\w+/g, "job_…");
}

async function ownerEmail(team: TestTeam): Promise<string> {
  const { body } = await team.get("/api/team?version=v2");
  const email = /"email":"([^"]+)"/.exec(JSON.stringify(body))?.[1];
  if (email === undefined) throw new Error("The team shows no e-mail.");
  return email;
}
