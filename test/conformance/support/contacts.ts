import { expect } from "vitest";
import type { Case, World } from "./cases.ts";
import { code, LEAD, NO_CONTACT, PROFILE, TEXTS, TIME } from "./cases.ts";

const GET = "GET /api/contacts";

const reading: readonly Case[] = [
  [
    "by id: the whole contact",
    ({ jane }) => [`${GET}/${jane}`],
    200,
    ({ jane, team, acme }) => ({
      _id: jane,
      teamId: team.teamId,
      fullName: "Jane Doe",
      email: "jane@example.com",
      emails: [{ value: "jane@example.com" }, { value: "j.doe@example.com" }],
      linkedinUrl: PROFILE,
      linkedinUrlSalesNav: LEAD,
      fields: TEXTS,
      ownerId: team.userId,
      companyId: acme,
      source: "api",
      createdAt: TIME,
      createdBy: team.userId,
      updatedAt: TIME,
      unsubscribed: false,
      campaigns: [],
      fieldRejections: [],
    }),
    // It stands bare, in no envelope.
    ["success", "data"],
  ],
  ["by e-mail", [`${GET}/jane@example.com`], 200, ({ jane }) => ({ _id: jane })],
  ["by an e-mail that is encoded, in another case", [`${GET}/JANE%40example.com`], 200],
  ["by an alias", [`${GET}/j.doe@example.com`], 200, ({ jane }) => ({ _id: jane })],
  [
    "what it hasn't is left out",
    ({ john }) => [`${GET}/${john}`],
    200,
    { emails: [], fields: {}, campaigns: [] },
    ["email", "fullName", "linkedinUrlSalesNav", "companyId"],
  ],
  ["an id that names nobody: 404", [`${GET}/${NO_CONTACT}`], 404, code("NOT_FOUND")],
  ["an e-mail that names nobody: 404", [`${GET}/no@example.com`], 404, code("NOT_FOUND")],
  ["neither: 404", [`${GET}/nobody`], 404, code("NOT_FOUND")],
];

/** A page without anybody. */
const NOBODY = { data: [], total: 0 };

const lists: readonly Case[] = [
  ["an envelope, 100 at once", [GET], 200, { data: [{}, {}, {}], total: 3, limit: 100, offset: 0 }],
  [
    "each as it is read by itself",
    [GET],
    200,
    { data: expect.arrayContaining([expect.objectContaining({ fullName: "Jane Doe", campaigns: [] })]) },
  ],
  ["limit", [`${GET}?limit=1`], 200, { data: [{}], total: 3, limit: 1, offset: 0 }],
  ["limit and offset", [`${GET}?limit=2&offset=2`], 200, { data: [{}], total: 3, limit: 2, offset: 2 }],
  ["past the end", [`${GET}?offset=3`], 200, { data: [], total: 3, offset: 3 }],
  ["limit=500", [`${GET}?limit=500`], 200, { limit: 500 }],
  ...["limit=0", "limit=501", "limit=x", "offset=-1"].map((query): Case => [
    `${query}: 400`,
    [`${GET}?${query}`],
    400,
    code("INVALID_REQUEST"),
  ]),
  ["search by the beginning of an e-mail", [`${GET}?search=jane@`], 200, found("jane")],
  ["search by the beginning of an alias", [`${GET}?search=j.d`], 200, found("jane")],
  ["search by first name", [`${GET}?search=jan`], 200, found("jane")],
  ["search by last name", [`${GET}?search=DOE`], 200, found("jane")],
  ["search in vain", [`${GET}?search=zz`], 200, { data: [], total: 0 }],
  ["search by one character: 400", [`${GET}?search=j`], 400, code("INVALID_REQUEST")],
  ["email", [`${GET}?email=jane@example.com`], 200, found("jane")],
  ["email of nobody", [`${GET}?email=no@example.com`], 200, { data: [], total: 0 }],
  ["companyId", ({ acme }) => [`${GET}?companyId=${acme}`], 200, found("jane")],
  ["companyId without contacts", ({ other }) => [`${GET}?companyId=${other}`], 200, { data: [], total: 0 }],
  ["companyDomain", [`${GET}?companyDomain=acme.example`], 200, found("jane")],
  ["companyLinkedinUrl", [`${GET}?companyLinkedinUrl=linkedin.com/company/acme`], 200, found("jane")],
  ["companySalesnavUrl", [`${GET}?companySalesnavUrl=linkedin.com/sales/company/77`], 200, found("jane")],
  ["notInAnyCampaign=true: all", [`${GET}?notInAnyCampaign=true`], 200, { total: 3 }],
  ["notInAnyCampaign=false: all", [`${GET}?notInAnyCampaign=false`], 200, { total: 3 }],
  ["listId=all", [`${GET}?listId=all`], 200, { total: 3 }],
  ["listId of no list: 404", [`${GET}?listId=clt_0000000000000000A`], 404, code("NOT_FOUND")],
  [
    "fieldRejectionReason: none has one",
    [`${GET}?fieldRejectionReason=crm_sync_duplicate`],
    200,
    { data: [], total: 0 },
  ],
  ["sortBy and sortOrder", [`${GET}?sortBy=createdAt&sortOrder=desc`], 200, inOrder("joan", "john", "jane")],
  ["the oldest first by default", [`${GET}?sortBy=createdAt`], 200, inOrder("jane", "john", "joan")],
  [
    "sortOrder with limit and offset",
    [`${GET}?sortOrder=desc&limit=1&offset=1`],
    200,
    ({ john }) => ({ data: [{ _id: john }], total: 3 }),
  ],
  [
    "a company's, the newest first",
    ({ acme }) => [`${GET}?companyId=${acme}&sortOrder=desc`],
    200,
    found("jane"),
  ],
  ["sortBy what no index serves: 400", [`${GET}?sortBy=lastName`], 400, code("INVALID_REQUEST")],
  [
    "a search has an order of its own: 400",
    [`${GET}?search=jan&sortOrder=desc`],
    400,
    code("INVALID_REQUEST"),
  ],
  ["search and email", [`${GET}?search=jan&email=jane@example.com`], 200, found("jane")],
  ["search and email of another", [`${GET}?search=joh&email=jane@example.com`], 200, NOBODY],
  ["search and companyId", ({ acme }) => [`${GET}?search=doe&companyId=${acme}`], 200, found("jane")],
  ["search in vain and companyId", ({ acme }) => [`${GET}?search=zz&companyId=${acme}`], 200, NOBODY],
  ["search and another company", [`${GET}?search=doe&companyDomain=other.example`], 200, NOBODY],
  [
    "email and companyDomain",
    [`${GET}?email=jane@example.com&companyDomain=acme.example`],
    200,
    found("jane"),
  ],
  ["email and another company", [`${GET}?email=jane@example.com&companyDomain=other.example`], 200, NOBODY],
  [
    "email and the same person's profile",
    [`${GET}?email=jane@example.com&linkedinUrl=${PROFILE}`],
    200,
    found("jane"),
  ],
  [
    "email and another's profile",
    [`${GET}?email=jane@example.com&linkedinUrl=linkedin.com/in/john`],
    200,
    NOBODY,
  ],
  ["search and notInAnyCampaign", [`${GET}?search=doe&notInAnyCampaign=true`], 200, found("jane")],
  [
    "all of them",
    ({ acme }) => [
      `${GET}?search=jan&email=j.doe@example.com&companyId=${acme}&notInAnyCampaign=true&listId=all&sortOrder=desc`,
    ],
    200,
    found("jane"),
  ],
  [
    "two ways to name the company: 400",
    ({ acme }) => [`${GET}?companyId=${acme}&companyDomain=acme.example`],
    400,
    code("INVALID_REQUEST"),
  ],
  [
    "idsOrEmails: a bare array",
    ({ john }) => [`${GET}?idsOrEmails=jane@example.com,${john}`],
    200,
    ({ jane, john }) => [{ _id: jane, email: "jane@example.com" }, { _id: john }],
    ["data", "total"],
  ],
  [
    "idsOrEmails whatever limit and offset say",
    ({ john }) => [`${GET}?idsOrEmails=jane@example.com,${john}&limit=1&offset=1`],
    200,
    ({ jane, john }) => [{ _id: jane }, { _id: john }],
  ],
  ["idsOrEmails of nobody", [`${GET}?idsOrEmails=${NO_CONTACT},no@example.com`], 200, []],
  ["idsOrEmails of one", ({ jane }) => [`${GET}?idsOrEmails=${jane}`], 200, ({ jane }) => [{ _id: jane }]],
  [
    "101 idsOrEmails: 400",
    [`${GET}?idsOrEmails=${"a@example.com,".repeat(101)}`],
    400,
    code("INVALID_REQUEST"),
  ],
];

const deletion: readonly Case[] = [
  [
    "by id",
    ({ jane }) => [`DELETE /api/contacts/${jane}`],
    200,
    ({ jane }) => ({ success: true, deletedContactId: jane }),
  ],
  [
    "by e-mail: the id is told",
    ["DELETE /api/contacts/jane@example.com"],
    200,
    ({ jane }) => ({ deletedContactId: jane }),
  ],
  ["of nobody: 404", [`DELETE /api/contacts/${NO_CONTACT}`], 404, code("NOT_FOUND")],
];

const MERGE = "POST /api/contacts/merge";
const merging: readonly Case[] = [
  [
    "one contact: nothing remains, nothing is rejected",
    ({ jane, joan }) => [MERGE, { primaryId: joan, secondaryIds: [jane] }],
    200,
    ({ jane, joan }) => ({
      success: true,
      merged: true,
      primaryId: joan,
      mergedIds: [jane],
      remainingIds: [],
    }),
  ],
  [
    "several contacts",
    ({ jane, john, joan }) => [MERGE, { primaryId: jane, secondaryIds: [joan, john] }],
    200,
    ({ john, joan }) => ({ mergedIds: [joan, john], remainingIds: [] }),
  ],
  [
    "the survivor's value stands, and the other's is told",
    ({ jane, john }) => [MERGE, { primaryId: john, secondaryIds: [jane] }],
    200,
    { data: { fields: TEXTS } },
  ],
  ["no secondary: 400", ({ jane }) => [MERGE, { primaryId: jane, secondaryIds: [] }], 400],
  ["ten secondaries: 400", ({ jane }) => [MERGE, { primaryId: jane, secondaryIds: ten() }], 400],
  ["no primary: 400", ({ jane }) => [MERGE, { secondaryIds: [jane] }], 400],
  [
    "a secondary that isn't there: 404",
    ({ jane }) => [MERGE, { primaryId: jane, secondaryIds: [NO_CONTACT] }],
    404,
  ],
  ["into itself: 400", ({ jane }) => [MERGE, { primaryId: jane, secondaryIds: [jane] }], 400],
];

const UNSUBSCRIBES = "/api/v2/unsubscribes/contacts";
const unsubscribing: readonly Case[] = [
  [
    "GET tells whether",
    ({ jane }) => [`GET ${UNSUBSCRIBES}/${jane}`],
    200,
    ({ jane }) => ({ _id: jane, doNotContact: false }),
  ],
  ["GET by nobody's id: 404", [`GET ${UNSUBSCRIBES}/${NO_CONTACT}`], 404, code("NOT_FOUND")],
  ["POST by nobody's id: 404", [`POST ${UNSUBSCRIBES}/${NO_CONTACT}`], 404, code("NOT_FOUND")],
  ["DELETE by nobody's id: 404", [`DELETE ${UNSUBSCRIBES}/${NO_CONTACT}`], 404, code("NOT_FOUND")],
];

const EXPORT = "GET /api/contacts/export";
const exports: readonly Case[] = [
  ["listId=all: contacts", [`${EXPORT}?listId=all`], 200, file(/^_id,email,.*\r\n(?:ctc_.*\r\n){3}$/)],
  ["entity=contact", [`${EXPORT}?listId=all&entity=contact`], 200, file(/^_id,email,/)],
  [
    "entity=company: companies",
    [`${EXPORT}?listId=all&entity=company`],
    200,
    file(/^_id,domain,.*\r\n(?:cpn_.*\r\n){2}$/),
  ],
  ["a list that isn't there: 404", [`${EXPORT}?listId=clt_0000000000000000A`], 404, code("NOT_FOUND")],
  ["another entity: 400", [`${EXPORT}?listId=all&entity=deal`], 400, code("INVALID_REQUEST")],
  [
    "companies by a filter of contacts: 400",
    [`${EXPORT}?entity=company&email=jane@example.com`],
    400,
    code("INVALID_REQUEST"),
  ],
];

export const CONTACTS = { reading, lists, exports, deletion, merging, unsubscribing } as const;

function inOrder(...who: readonly ("jane" | "john" | "joan")[]): (world: World) => object {
  return (world) => ({ data: who.map((each) => ({ _id: world[each] })), total: who.length });
}

function found(who: "jane"): (world: World) => object {
  return (world) => ({ data: [{ _id: world[who] }], total: 1 });
}

function ten(): string[] {
  return Array.from({ length: 10 }, (_, i) => `ctc_0000000000000000${i}`);
}

function file(pattern: RegExp): object {
  return expect.stringMatching(pattern);
}
