import { expect } from "vitest";
import type { Case } from "./cases.ts";
import { code, COMPANY_TEXTS, CUSTOM, idOf, TIME } from "./cases.ts";

const TEXT_FIELDS = { contact: "jobTitle", company: "industry" } as const;

const team: readonly Case[] = [
  [
    "the team, its empty lists too",
    ["GET /api/team"],
    200,
    ({ team: { teamId, userId }, otto }) => ({
      _id: teamId,
      name: expect.any(String),
      userIds: [userId, otto],
      createdBy: userId,
      createdAt: TIME,
      hooks: [],
      beta: [],
      invitedUsers: [],
    }),
    ["users", "success", "data"],
  ],
  [
    "version=v2 adds the users",
    ["GET /api/team?version=v2"],
    200,
    ({ team: { userId }, otto }) => ({
      users: [
        { userId, name: "Olga", email: expect.stringContaining("@"), role: "owner" },
        { userId: otto, name: "Otto", email: "otto@example.com", role: "member" },
      ],
    }),
  ],
  [
    "a user, without mailboxes",
    ({ otto }) => [`GET /api/users/${otto}`],
    200,
    ({ otto }) => ({ _id: otto, email: "otto@example.com", role: "member", mailboxes: [] }),
  ],
  ["a user who isn't there: 404", ["GET /api/users/usr_0000000000000000A"], 404, code("NOT_FOUND")],
  ["no user's id: 404", ["GET /api/users/otto"], 404, code("NOT_FOUND")],
];

const fields: readonly Case[] = [
  [
    "both entities'",
    ["GET /api/fields"],
    200,
    {
      success: true,
      data: {
        contact: expect.arrayContaining([
          { name: "email", label: "Email", type: "text", source: "default" },
          { name: "linkedinUrl", label: "LinkedIn URL", type: "text", source: "default" },
          { name: "firstName", label: "First name", type: "text", source: "default" },
          { name: "my number", label: "my number", type: "number", source: "custom" },
        ]),
        company: expect.arrayContaining([
          { name: "domain", label: "Domain", type: "text", source: "default" },
          { name: "linkedinUrl", label: "LinkedIn URL", type: "text", source: "default" },
          { name: "industry", label: "Industry", type: "text", source: "default" },
        ]),
      },
    },
  ],
  ...(["contact", "company"] as const).map((entity): Case => [
    `${entity}s' alone`,
    [`GET /api/fields?entity=${entity}`],
    200,
    {
      success: true,
      data: { [entity]: expect.arrayContaining([expect.objectContaining({ name: TEXT_FIELDS[entity] })]) },
    },
    [entity === "contact" ? "data.company" : "data.contact"],
  ]),
  [
    "source=custom: the team's own alone",
    ["GET /api/fields?source=custom&entity=company"],
    200,
    {
      data: {
        company: CUSTOM.map(([type]) => ({ name: `my ${type}`, type, source: "custom" })).toSorted(byName),
      },
    },
    ["data.contact"],
  ],
  [
    "source=default: every team's alone",
    ["GET /api/fields?source=default&entity=company"],
    200,
    {
      data: {
        company: ["domain", "linkedinUrl", "linkedinUrlSalesNav", "name", ...Object.keys(COMPANY_TEXTS)].map(
          (name) => ({ name, source: "default" }),
        ),
      },
    },
  ],
  [
    "source=crm_synced: none, as no CRM is connected",
    ["GET /api/fields?source=crm_synced"],
    200,
    { data: { contact: [], company: [] } },
  ],
  ["another source: 400", ["GET /api/fields?source=standard"], 400, code("INVALID_REQUEST")],
  ["another entity: 400", ["GET /api/fields?entity=deal"], 400, code("INVALID_REQUEST")],
];

const campaigns: readonly Case[] = [
  ["none: a bare list", ["GET /api/campaigns"], 200, []],
  ["whatever is asked of them", ["GET /api/campaigns?limit=100&offset=0&status=running"], 200, []],
  [
    "version=v2: in an envelope",
    ["GET /api/campaigns?version=v2&limit=100&page=1"],
    200,
    { campaigns: [], pagination: { totalRecords: 0, currentPage: 1, totalPage: 0 } },
    ["pagination.nextPage"],
  ],
  ["one of them: 501", ["GET /api/campaigns/cam_0000000000000000A"], 501, code("NOT_SUPPORTED")],
  ["to make one: 501", ["POST /api/campaigns", { name: "Spring" }], 501, code("NOT_SUPPORTED")],
  ["lists of contacts: none", ["GET /api/contacts/lists"], 200, []],
  ["lists of a name: none", ["GET /api/contacts/lists?search=Nurturing"], 200, []],
  ["to make a list: 501", ["POST /api/contacts/lists", { name: "Nurturing" }], 501, code("NOT_SUPPORTED")],
];

const TARGET = "https://hooks.example.com/lemlist";
const HOOK = { _id: idOf("hoo"), targetUrl: TARGET, createdAt: TIME };
const TO = encodeURIComponent(TARGET);

const hooks: readonly Case[] = [
  ["none at first: a bare list", ["GET /api/hooks"], 200, []],
  ["made without a type", ["POST /api/hooks", { targetUrl: TARGET }], 200, HOOK, ["type", "secret", "data"]],
  ["`*` is no type either", ["POST /api/hooks", { targetUrl: TARGET, type: "*" }], 200, HOOK, ["type"]],
  [
    "what is given comes back, but for the secret",
    [
      "POST /api/hooks",
      {
        targetUrl: TARGET,
        type: "emailsUnsubscribed",
        campaignId: "cam_1",
        isFirst: true,
        zapId: "7",
        secret: "s",
      },
    ],
    200,
    { ...HOOK, type: "emailsUnsubscribed", campaignId: "cam_1", isFirst: true, zapId: "7" },
    ["secret"],
  ],
  [
    "all in the query, without a body",
    [`POST /api/hooks?targetUrl=${TO}&type=emailsUnsubscribed&isFirst=true&secret=s`],
    200,
    { ...HOOK, type: "emailsUnsubscribed", isFirst: true },
  ],
  [
    "some in the query, some in the body",
    ["POST /api/hooks?campaignId=cam_1&isFirst=false", { targetUrl: TARGET }],
    200,
    { ...HOOK, campaignId: "cam_1", isFirst: false },
  ],
  [
    "types of what there isn't here are taken",
    ["POST /api/hooks", { targetUrl: TARGET, type: "emailsOpened" }],
    200,
    { ...HOOK, type: "emailsOpened" },
  ],
  [
    "another type: 400",
    ["POST /api/hooks", { targetUrl: TARGET, type: "contactCreated" }],
    400,
    { error: { code: "INVALID_REQUEST", details: [{ path: "type" }] } },
  ],
  [
    "what it doesn't know: 400",
    ["POST /api/hooks", { targetUrl: TARGET, types: ["emailsOpened"] }],
    400,
    { error: { code: "INVALID_REQUEST", details: [{ path: "types" }] } },
  ],
  [
    "nor in the query: 400",
    [`POST /api/hooks?targetUrl=${TO}&events=emailsOpened`],
    400,
    code("INVALID_REQUEST"),
  ],
  ["no address: 400", ["POST /api/hooks", { type: "emailsOpened" }], 400, code("INVALID_REQUEST")],
  ["no address, and no body: 400", ["POST /api/hooks"], 400, code("INVALID_REQUEST")],
  [
    "an address that isn't public: 400",
    ["POST /api/hooks", { targetUrl: "http://2852039166/latest" }],
    400,
    { error: { code: "INVALID_REQUEST", details: [{ path: "targetUrl" }] } },
  ],
  ["isFirst=maybe: 400", [`POST /api/hooks?targetUrl=${TO}&isFirst=maybe`], 400, code("INVALID_REQUEST")],
  ["to delete none: 404", ["DELETE /api/hooks/hoo_0000000000000000A"], 404, code("NOT_FOUND")],
  ["to delete what is no id: 404", ["DELETE /api/hooks/1"], 404, code("NOT_FOUND")],
];

const errors: readonly Case[] = [
  ["no such route: 404", ["GET /api/nothing"], 404, code("NOT_FOUND")],
  ["no such method: 405", ["PUT /api/contacts", {}], 405, code("METHOD_NOT_ALLOWED")],
  [
    "a body past 256 KiB: 413",
    ["POST /api/contacts", undefined, { raw: " ".repeat(262_145) }],
    413,
    code("BODY_TOO_LARGE"),
  ],
  [
    "a body that isn't announced as JSON: 415",
    ["POST /api/contacts", {}, { headers: { "Content-Type": "text/plain" } }],
    415,
    code("UNSUPPORTED_MEDIA_TYPE"),
  ],
  [
    "all that is wrong at once, the first giving the code",
    ["POST /api/contacts", { email: "x", firstName: 1, colour: "red" }],
    400,
    {
      error: {
        code: "INVALID_EMAIL",
        details: [
          { path: "email", code: "INVALID_EMAIL" },
          { path: "firstName", code: "CONTACT_VALIDATION_FAILED" },
          { path: "colour", code: "INVALID_FIELD" },
        ],
      },
    },
  ],
];

const ids: readonly Case[] = [
  [
    "of a contact",
    ({ jane }) => [`GET /api/contacts/${jane}`],
    200,
    { _id: idOf("ctc"), companyId: idOf("cpn") },
  ],
  [
    "of a company",
    ({ acme }) => [`GET /api/companies/${acme}`],
    200,
    { _id: idOf("cpn"), ownerId: idOf("usr") },
  ],
  ["of a team", ["GET /api/team"], 200, { _id: idOf("tea"), userIds: [idOf("usr"), idOf("usr")] }],
];

export const TEAM = { team, fields, campaigns, hooks, errors, ids } as const;

function byName(one: { readonly name: string }, other: { readonly name: string }): number {
  return one.name < other.name ? -1 : 1;
}
