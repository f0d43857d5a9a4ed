import {
  listed,
  companyFilters,
  companyIn,
  contactFilters,
  contactIn,
  cursor,
  emailIn,
  emptyBatch,
  firm,
  job,
  different,
  jobCursor,
  merges,
  person,
  singleJobs,
  underKey,
  undos,
  upsert,
} from "./cases.ts";
import type { Case } from "./cases.ts";

/** What a route can name of a team's; or, in a word, why it can name nothing. */
export type Decision = string | readonly Case[];

/** Parameters that say how to answer, and name nothing. */
export const NAME_NOTHING = new Set([
  "limit",
  "offset",
  "fields",
  "sortBy",
  "sortOrder",
  "listId",
  "notInAnyCampaign",
  "crmSyncStatus",
  "fieldRejectionReason",
  "atLeast",
  "format",
  "Accept",
  "version",
  "entity",
  "row",
  "number",
  "wait",
  "events",
  "force",
  "dryRun",
  "createCompanies",
  "onConflict",
  "Prefer",
  "source",
  "map",
  "ignoreUnknownColumns",
  "resubscribe",
  "decimal",
  "dates",
  "outcome",
  "excel",
  "note",
  "code",
  "fromRow",
  "status",
  "reason",
  "Last-Event-ID",
  "targetUrl",
  "type",
  "secret",
  "campaignId",
  "isFirst",
  "zapId",
  "Content-Encoding",
]);

const NO_TEAM = "it is no team's";
const OWN = "it answers for the key's own team alone";

const CONTACTS = "/api/contacts";
const COMPANIES = "/api/companies";
const VALUES = "/api/v2/unsubscribes/variables";
const EMAILS = "/api/unsubscribes";
const unsubscribes = (name: string) => `/api/v2/unsubscribes/contacts/${name}`;

/**
 * For each route of the OpenAPI document, what it can name of a team's. A new route, and a new parameter of an old
 * one, needs its own here (G6).
 */
export const DECISIONS: Readonly<Record<string, Decision>> = {
  "POST /api/contacts": [
    upsert("contactId", 400, CONTACTS, ({ contact }) => ({ contactId: contact, tagline: "Mine" })),
    upsert("contactId", 400, CONTACTS, ({ mergedContact }) => ({
      contactId: mergedContact,
      tagline: "Mine",
    })),
    upsert("contactId of a dry run", 400, `${CONTACTS}?dryRun=true`, ({ contact }) => ({
      contactId: contact,
    })),
    upsert("companyId", 201, CONTACTS, ({ company }) => person({ companyId: company })),
    upsert("companyId", 201, CONTACTS, ({ mergedCompany }) => person({ companyId: mergedCompany })),
    upsert("companyDomain", 201, CONTACTS, ({ domain }) => person({ companyDomain: domain })),
    upsert("companyLinkedinUrl", 201, CONTACTS, ({ page }) => person({ companyLinkedinUrl: page })),
    upsert("contactOwner", 201, CONTACTS, ({ user }) => person({ contactOwner: user })),
    upsert("contactOwner", 201, CONTACTS, ({ userEmail }) => person({ contactOwner: userEmail })),
    // The registry that it isn't in is the team's, and is read whoever's field it is.
    {
      ...upsert("a custom field", 400, CONTACTS, ({ field }) => person({ [field]: "Mine" })),
      isToldAtOnce: true,
    },
    upsert("the identifiers", 201, `${CONTACTS}?dryRun=true`, ({ email, profile, lead }) => ({
      email,
      linkedinUrl: profile,
      linkedinUrlSalesNav: lead,
    })),
    upsert("the identifiers, strictly", 201, `${CONTACTS}?onConflict=strict&dryRun=true`, (named) => ({
      email: named.alias,
      linkedinUrl: named.profile,
      additionalEmails: [named.email],
    })),
    upsert("the identifiers, to merge", 201, `${CONTACTS}?onConflict=merge&dryRun=true`, (named) => ({
      email: named.alias,
      linkedinUrl: named.profile,
      additionalEmails: [named.email],
    })),
    upsert(
      "Idempotency-Key",
      201,
      CONTACTS,
      () => person({}),
      ({ idempotencyKey }) => ({ "Idempotency-Key": idempotencyKey }),
    ),
  ],
  "GET /api/contacts": [
    ...contactFilters(CONTACTS),
    cursor("contactCursor", CONTACTS),
    cursor("contactCursor", `${CONTACTS}?limit=1`),
  ],
  "GET /api/contacts/export": contactFilters(`${CONTACTS}/export`),
  "POST /api/contacts/merge": underKey(merges("contacts")),
  "POST /api/contacts/merge/{jobId}/undo": underKey(undos("contacts")),
  "POST /api/contacts/different": different("contacts"),
  "DELETE /api/contacts/different": different("contacts"),
  "GET /api/contacts/{idOrEmail}": contactIn("idOrEmail", 404, (name) => `${CONTACTS}/${name}`),
  "DELETE /api/contacts/{idOrEmail}": underKey(contactIn("idOrEmail", 404, (name) => `${CONTACTS}/${name}`)),
  "GET /api/contacts/{idOrEmail}/history": [
    ...contactIn("idOrEmail", 404, (name) => `${CONTACTS}/${name}/history`),
    {
      by: "cursor",
      status: 400,
      ask: (named, own) => ({ path: `${CONTACTS}/${own.contact}/history?cursor=${named.historyCursor}` }),
    },
  ],
  "DELETE /api/contacts/{idOrEmail}/emails/{email}": underKey(
    emailIn((name, email) => `${CONTACTS}/${name}/emails/${email}`),
  ),
  "PUT /api/contacts/{idOrEmail}/emails/{email}/primary": underKey(
    emailIn((name, email) => `${CONTACTS}/${name}/emails/${email}/primary`),
  ),
  "POST /api/contacts/{idOrEmail}/emails/{email}/primary": underKey(
    emailIn((name, email) => `${CONTACTS}/${name}/emails/${email}/primary`),
  ),
  "GET /api/v2/unsubscribes/contacts/{contactId}": contactIn("contactId", 404, unsubscribes),
  "POST /api/v2/unsubscribes/contacts/{contactId}": underKey(contactIn("contactId", 404, unsubscribes)),
  "DELETE /api/v2/unsubscribes/contacts/{contactId}": underKey(contactIn("contactId", 404, unsubscribes)),
  // A value is no record: each team has its own list.
  ...Object.fromEntries(
    [
      "GET /api/v2/unsubscribes/variables",
      "POST /api/v2/unsubscribes/variables",
      "GET /api/v2/unsubscribes/exports/variables",
      "GET /api/v2/unsubscribes/exports/contacts",
      "GET /api/unsubscribes",
      "GET /api/unsubs/export",
    ].map((route) => [route, OWN]),
  ),
  "GET /api/v2/unsubscribes/variables/{value}": listed("value", 404, VALUES),
  "DELETE /api/v2/unsubscribes/variables/{value}": listed("value", 404, VALUES),
  "GET /api/unsubscribes/{email}": listed("email", 404, EMAILS),
  "DELETE /api/unsubscribes/{email}": listed("email", 404, EMAILS),
  // What these make is the own team's.
  "POST /api/v2/unsubscribes/variables/{value}": listed("value", 200, VALUES),
  "POST /api/unsubscribes/{email}": listed("email", 200, EMAILS),

  // What its rows name is judged as by a single POST.
  "POST /api/contacts/batch": [emptyBatch(`${CONTACTS}/batch`)],
  "POST /api/companies/batch": [emptyBatch(`${COMPANIES}/batch`)],
  "POST /api/contacts/batch/preview": OWN,
  "POST /api/companies/batch/preview": OWN,

  "POST /api/companies": [
    upsert("companyId", 400, COMPANIES, ({ company }) => ({ companyId: company, tagline: "Mine" })),
    upsert("companyId", 400, COMPANIES, ({ mergedCompany }) => ({
      companyId: mergedCompany,
      tagline: "Mine",
    })),
    upsert("companyId of a dry run", 400, `${COMPANIES}?dryRun=true`, ({ company }) => ({
      companyId: company,
    })),
    upsert("companyOwner", 201, COMPANIES, ({ user }) => firm({ companyOwner: user })),
    upsert("companyOwner", 201, COMPANIES, ({ userEmail }) => firm({ companyOwner: userEmail })),
    {
      ...upsert("a custom field", 400, COMPANIES, ({ companyField }) => firm({ [companyField]: "Mine" })),
      isToldAtOnce: true,
    },
    upsert("the identifiers, strictly", 201, `${COMPANIES}?onConflict=strict&dryRun=true`, (named) => ({
      name: "Firm",
      domain: named.domain,
      linkedinUrl: named.page,
      linkedinUrlSalesNav: named.companyLead,
    })),
    upsert("the identifiers, to merge", 201, `${COMPANIES}?onConflict=merge&dryRun=true`, (named) => ({
      name: "Firm",
      domain: named.domain,
      linkedinUrl: named.page,
    })),
    upsert(
      "Idempotency-Key",
      201,
      COMPANIES,
      () => firm({}),
      ({ idempotencyKey }) => ({ "Idempotency-Key": idempotencyKey }),
    ),
  ],
  "GET /api/companies": [
    ...companyFilters(COMPANIES),
    cursor("companyCursor", COMPANIES),
    cursor("companyCursor", `${COMPANIES}?limit=1`),
  ],
  "GET /api/companies/export": companyFilters(`${COMPANIES}/export`),
  "POST /api/companies/merge": underKey(merges("companies")),
  "POST /api/companies/merge/{jobId}/undo": underKey(undos("companies")),
  "POST /api/companies/different": different("companies"),
  "DELETE /api/companies/different": different("companies"),
  "GET /api/companies/{idOrDomain}": companyIn("idOrDomain", 404, (name) => `${COMPANIES}/${name}`),
  "DELETE /api/companies/{idOrDomain}": underKey([
    ...companyIn("idOrDomain", 404, (name) => `${COMPANIES}/${name}`),
    ...companyIn("idOrDomain", 404, (name) => `${COMPANIES}/${name}?force=true`),
  ]),
  "GET /api/companies/{idOrDomain}/history": [
    ...companyIn("idOrDomain", 404, (name) => `${COMPANIES}/${name}/history`),
    {
      by: "cursor",
      status: 400,
      ask: (named, own) => ({
        path: `${COMPANIES}/${own.company}/history?cursor=${named.companyHistoryCursor}`,
      }),
    },
  ],

  "GET /api/campaigns": NO_TEAM,
  "GET /api/contacts/lists": [
    {
      by: "search",
      status: 200,
      ask: ({ email }) => ({ path: `/api/contacts/lists?search=${email}` }),
      isToldAtOnce: true,
    },
  ],

  "GET /api/fields": OWN,
  "POST /api/fields": [
    {
      by: "the name of a field",
      status: 201,
      ask: ({ field }) => ({ path: "/api/fields", body: { entity: "contact", name: field, type: "text" } }),
    },
  ],
  "DELETE /api/fields/{entity}/{name}": [
    { by: "name", status: 404, ask: ({ companyField }) => ({ path: `/api/fields/company/${companyField}` }) },
  ],

  "GET /api/identity-rules": OWN,
  "PUT /api/identity-rules": OWN,

  "GET /api/team": OWN,
  "PATCH /api/team": OWN,
  "POST /api/team/members": [
    {
      by: "the e-mail of a member",
      status: 201,
      ask: ({ userEmail }) => ({ path: "/api/team/members", body: { email: userEmail } }),
    },
  ],
  "PATCH /api/team/members/{userId}": [
    {
      by: "userId",
      status: 404,
      ask: ({ user }) => ({ path: `/api/team/members/${user}`, body: { blocked: true } }),
    },
  ],
  "GET /api/users/{id}": [{ by: "id", status: 404, ask: ({ user }) => ({ path: `/api/users/${user}` }) }],

  "POST /api/console/links": OWN,
  "POST /console/sign-in": OWN,
  "GET /api/console/session": OWN,
  "DELETE /api/console/session": OWN,

  "GET /api/cluster": NO_TEAM,
  "GET /api/keys": OWN,
  "POST /api/keys": [
    {
      by: "userId",
      status: 400,
      ask: ({ user }) => ({ path: "/api/keys", body: { name: "Mine", userId: user, scopes: ["ingest"] } }),
    },
  ],
  "POST /api/keys/{id}/rotate": [
    { by: "id", status: 404, ask: ({ keyId }) => ({ path: `/api/keys/${keyId}/rotate`, body: {} }) },
  ],
  "PATCH /api/keys/{id}": [
    { by: "id", status: 404, ask: ({ keyId }) => ({ path: `/api/keys/${keyId}`, body: { name: "Mine" } }) },
  ],
  "DELETE /api/keys/{id}": [{ by: "id", status: 404, ask: ({ keyId }) => ({ path: `/api/keys/${keyId}` }) }],

  "GET /api/webhooks": OWN,
  "POST /api/webhooks": OWN,
  "GET /api/webhooks/{id}": webhook((at) => ({ path: at })),
  "PATCH /api/webhooks/{id}": webhook((at) => ({ path: at, body: { description: "Mine" } })),
  "DELETE /api/webhooks/{id}": webhook((at) => ({ path: at })),
  "POST /api/webhooks/{id}/rotate-secret": webhook((at) => ({ path: `${at}/rotate-secret` })),
  "GET /api/webhooks/{id}/attempts": [
    ...webhook((at) => ({ path: `${at}/attempts` })),
    {
      by: "cursor",
      status: 400,
      isToldAtOnce: true,
      ask: (named, own) => ({ path: `/api/webhooks/${own.webhook}/attempts?cursor=${named.attemptCursor}` }),
    },
  ],
  "GET /api/webhooks/{id}/attempts/{number}": webhook((at) => ({ path: `${at}/attempts/1` })),
  "POST /api/webhooks/{id}/replay": webhook((at) => ({
    path: `${at}/replay`,
    body: { since: "2026-11-23T12:00:00Z" },
  })),
  "POST /api/webhooks/{id}/test": webhook((at) => ({ path: `${at}/test` })),
  "GET /api/hooks": OWN,
  "POST /api/hooks": OWN,
  "DELETE /api/hooks/{id}": [
    { by: "id", status: 404, ask: ({ hook }) => ({ path: `/api/hooks/${hook}` }) },
    { by: "id of no hook", status: 404, ask: ({ webhook: id }) => ({ path: `/api/hooks/${id}` }) },
  ],

  "GET /api/changes": [
    {
      by: "after",
      status: 400,
      ask: ({ feedCursor }) => ({ path: `/api/changes?after=${feedCursor}` }),
      isToldAtOnce: true,
    },
  ],

  "GET /api/changes/events": [
    {
      by: "after",
      status: 400,
      ask: ({ feedCursor }) => ({ path: `/api/changes/events?after=${feedCursor}` }),
      isToldAtOnce: true,
    },
    {
      by: "Last-Event-ID",
      status: 400,
      ask: ({ feedCursor }) => ({
        path: "/api/changes/events",
        headers: { "Last-Event-ID": feedCursor },
      }),
      isToldAtOnce: true,
    },
  ],

  "GET /api/jobs/{id}": (["job", "mergeJob"] as const).flatMap((kind) => [
    job((named) => `/api/jobs/${named[kind]}`),
    job((named) => `/api/jobs/${named[kind]}?wait=1`),
  ]),

  "GET /api/dead-letters": [jobCursor((at) => `/api/dead-letters?cursor=${at}`)],
  "GET /api/dead-letters/{id}/{row}": [job((named) => `/api/dead-letters/${named.job}/0`)],
  "PUT /api/dead-letters/{id}/{row}": [
    {
      ...job((named) => `/api/dead-letters/${named.job}/0`),
      ask: (named) => ({ path: `/api/dead-letters/${named.job}/0`, body: { email: "jane@example.com" } }),
    },
  ],
  "POST /api/dead-letters/{id}/{row}/replay": [job((named) => `/api/dead-letters/${named.job}/0/replay`)],
  "DELETE /api/dead-letters/{id}/{row}": [job((named) => `/api/dead-letters/${named.job}/0`)],

  "GET /api/conflicts": [jobCursor((at) => `/api/conflicts?cursor=${at}`)],
  "GET /api/jobs": [jobCursor((at) => `/api/jobs?cursor=${at}`), ...singleJobs("/api/jobs")],
  "GET /api/jobs/{id}/results": [
    job((named) => `/api/jobs/${named.job}/results`),
    jobCursor((at, own) => `/api/jobs/${own.job}/results?cursor=${at}`),
  ],
  "GET /api/jobs/{id}/events": [job((named) => `/api/jobs/${named.job}/events`)],
  "POST /api/jobs/{id}/cancel": [job((named) => `/api/jobs/${named.job}/cancel`)],
  "POST /api/jobs/{id}/retry": [job((named) => `/api/jobs/${named.job}/retry`)],

  "GET /livez": NO_TEAM,
  "GET /readyz": NO_TEAM,
  "GET /metrics": NO_TEAM,
  "GET /openapi.json": NO_TEAM,
};

/** A route of one webhook. */
function webhook(ask: (path: string) => ReturnType<Case["ask"]>): readonly Case[] {
  return [{ by: "id", status: 404, ask: (named) => ask(`/api/webhooks/${named.webhook}`) }];
}
