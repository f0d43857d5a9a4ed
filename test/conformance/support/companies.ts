import { isDeepStrictEqual } from "node:util";
import { expect } from "vitest";
import type { Case } from "./cases.ts";
import { code, COMPANY_TEXTS, CUSTOM, idOf, NO_COMPANY, NO_CONTACT, PAGE, PROFILE, TIME } from "./cases.ts";

const POST = "POST /api/companies";
const GET = "GET /api/companies";
const NEW = { name: "New", domain: "new.example" };
const ACME = { name: "Acme", domain: "acme.example" };

const keys: readonly Case[] = [
  ["a new domain: 201", [POST, NEW], 201, { success: true, data: { name: "New", domain: "new.example" } }],
  ["a known domain: 200", [POST, ACME], 200, ({ acme }) => ({ data: { _id: acme } })],
  ["a domain as a URL", [POST, { ...ACME, domain: "https://www.ACME.example/about" }], 200],
  ["a known page", [POST, { ...NEW, linkedinUrl: PAGE }], 200, ({ acme }) => ({ data: { _id: acme } })],
  [
    "the id alone updates",
    ({ acme }) => [POST, { companyId: acme, size: "51-200" }],
    200,
    ({ acme }) => ({ data: { _id: acme, name: "Acme", fields: { size: "51-200" } } }),
  ],
  [
    "the id goes before the domain",
    ({ other }) => [POST, { companyId: other, ...ACME }],
    200,
    ({ other }) => ({ data: { _id: other } }),
  ],
];

const answers: readonly Case[] = [
  [
    "created: the whole record",
    [POST, { ...NEW, ...COMPANY_TEXTS }],
    201,
    ({ team }) => ({
      success: true,
      data: {
        _id: idOf("cpn"),
        teamId: team.teamId,
        name: "New",
        domain: "new.example",
        fields: COMPANY_TEXTS,
        ownerId: team.userId,
        source: "api",
        createdAt: TIME,
        createdBy: team.userId,
        created: true,
      },
      warnings: [],
      fieldRejections: [],
    }),
    ["data.updated", "data.linkedinUrl", "data.linkedinUrlSalesNav", "data.companyLinked"],
  ],
  ["updated, and not created", [POST, ACME], 200, { data: { created: false, updated: true } }],
  ["source is kept on creation", [POST, { ...NEW, source: "crm" }], 201, { data: { source: "crm" } }],
  ["source doesn't change on update", [POST, { ...ACME, source: "crm" }], 200, { data: { source: "api" } }],
  [
    "companyOwner by id",
    ({ otto }) => [POST, { ...NEW, companyOwner: otto }],
    201,
    ({ otto }) => ({ data: { ownerId: otto } }),
  ],
  [
    "companyOwner by e-mail",
    [POST, { ...NEW, companyOwner: "otto@example.com" }],
    201,
    ({ otto }) => ({ data: { ownerId: otto } }),
  ],
  [
    "companyOwner of nobody: the key's owner",
    [POST, { ...NEW, companyOwner: "no@example.com" }],
    201,
    ({ team }) => ({ data: { ownerId: team.userId } }),
  ],
  ...Object.entries(COMPANY_TEXTS).flatMap(([name, value]): Case[] => [
    [`${name} is set`, [POST, { ...NEW, [name]: value }], 201, { data: { fields: { [name]: value } } }],
    [`${name}: empty is ignored`, [POST, { ...ACME, [name]: " " }], 200, { data: { fields: COMPANY_TEXTS } }],
    [`${name} is a string`, [POST, { ...NEW, [name]: 5 }], 400, code("COMPANY_VALIDATION_FAILED")],
  ]),
  ...CUSTOM.flatMap(([type, value, wrong]): Case[] => [
    [
      `a custom ${type} is set`,
      [POST, { ...NEW, [`my ${type}`]: value }],
      201,
      { data: { fields: { [`my ${type}`]: value } } },
    ],
    [`a custom ${type} is typed`, [POST, { ...NEW, [`my ${type}`]: wrong }], 400, code("INVALID_FIELD")],
  ]),
];

const refusals: readonly Case[] = [
  ["no domain", [POST, { name: "New" }], 400, code("MISSING_REQUIRED_FIELD")],
  ["no name", [POST, { domain: "new.example" }], 400, code("MISSING_REQUIRED_FIELD")],
  ["neither", [POST, {}], 400, { error: { details: [{ path: "name" }, { path: "domain" }] } }],
  ["an empty name", [POST, { ...NEW, name: "" }], 400, code("MISSING_REQUIRED_FIELD")],
  ["no id", [POST, { companyId: "acme" }], 400, code("INVALID_COMPANY_ID")],
  ["a contact's id", [POST, { companyId: NO_CONTACT }], 400, code("INVALID_COMPANY_ID")],
  [
    "an id that names none: 400, not 404",
    [POST, { companyId: NO_COMPANY }],
    400,
    code("COMPANY_NOT_FOUND_BY_ID"),
  ],
  ["no domain of a company", [POST, { ...NEW, domain: "new" }], 400, code("INVALID_DOMAIN")],
  ["a profile as page", [POST, { ...NEW, linkedinUrl: PROFILE }], 400, code("INVALID_LINKEDIN_URL")],
  ["a field that isn't registered", [POST, { ...NEW, colour: "red" }], 400, code("INVALID_FIELD")],
];

/** A page of no company. */
const NONE = { data: [], total: 0 };

const reading: readonly Case[] = [
  [
    "by id: the whole company",
    ({ acme }) => [`${GET}/${acme}`],
    200,
    ({ acme, team }) => ({
      _id: acme,
      teamId: team.teamId,
      name: "Acme",
      domain: "acme.example",
      linkedinUrl: PAGE,
      fields: COMPANY_TEXTS,
      ownerId: team.userId,
      source: "api",
      createdAt: TIME,
      createdBy: team.userId,
      updatedAt: TIME,
    }),
    ["success", "data"],
  ],
  ["by domain", [`${GET}/acme.example`], 200, ({ acme }) => ({ _id: acme })],
  ["an id that names none: 404", [`${GET}/${NO_COMPANY}`], 404, code("NOT_FOUND")],
  ["a domain that names none: 404", [`${GET}/no.example`], 404, code("NOT_FOUND")],
  [
    "a list: an envelope",
    [GET],
    200,
    { data: [{ name: "Acme" }, { name: "Other" }], total: 2, limit: 100, offset: 0 },
  ],
  [
    "limit and offset",
    [`${GET}?limit=1&offset=1`],
    200,
    { data: [{ name: "Other" }], total: 2, limit: 1, offset: 1 },
  ],
  ["search by name", [`${GET}?search=acm`], 200, { data: [{ name: "Acme" }], total: 1 }],
  ["search by domain", [`${GET}?search=other.`], 200, { data: [{ name: "Other" }], total: 1 }],
  ["search by one character: 400", [`${GET}?search=a`], 400, code("INVALID_REQUEST")],
  [
    "sortBy and sortOrder",
    [`${GET}?sortBy=createdAt&sortOrder=desc`],
    200,
    { data: [{ name: "Other" }, { name: "Acme" }], total: 2 },
  ],
  [
    "fields: those alone, and the id",
    [`${GET}?fields=domain,fields.name,fields.nothing&limit=1`],
    200,
    ({ acme }) => ({
      data: expect.toSatisfy(is([{ _id: acme, domain: "acme.example", fields: { name: "Acme" } }])),
    }),
  ],
  [
    "fields of those that are named",
    [`${GET}?idsOrDomains=other.example&fields=_id`],
    200,
    ({ other }) => ({ data: expect.toSatisfy(is([{ _id: other }])), total: 1 }),
  ],
  ["crmSyncStatus: none has one", [`${GET}?crmSyncStatus=unique_index_error_company`], 200, NONE],
  ["fieldRejectionReason: none has one", [`${GET}?fieldRejectionReason=enrichment_duplicate`], 200, NONE],
  [
    "search and domain",
    [`${GET}?search=acm&domain=acme.example`],
    200,
    { data: [{ name: "Acme" }], total: 1 },
  ],
  ["search and another's domain", [`${GET}?search=acm&domain=other.example`], 200, NONE],
  [
    "idsOrDomains: an envelope",
    ({ acme }) => [`${GET}?idsOrDomains=other.example,${acme},no.example`],
    200,
    ({ acme, other }) => ({ data: [{ _id: other }, { _id: acme }], total: 2, limit: 100, offset: 0 }),
  ],
  [
    "idsOrDomains with limit and offset",
    ({ acme }) => [`${GET}?idsOrDomains=other.example,${acme}&limit=1&offset=1`],
    200,
    ({ acme }) => ({ data: [{ _id: acme }], total: 2, limit: 1, offset: 1 }),
  ],
  ["idsOrDomains of none", [`${GET}?idsOrDomains=no.example`], 200, { data: [], total: 0 }],
];

const DELETE = "DELETE /api/companies";
const deletion: readonly Case[] = [
  [
    "by id",
    ({ other }) => [`${DELETE}/${other}`],
    200,
    ({ other }) => ({ success: true, deletedCompanyId: other }),
    ["unlinkedContacts"],
  ],
  ["of none: 404", [`${DELETE}/${NO_COMPANY}`], 404, code("NOT_FOUND")],
  [
    "with contacts: 400, and how many",
    ({ acme }) => [`${DELETE}/${acme}`],
    400,
    { ...code("COMPANY_HAS_CONTACTS"), contactCount: 1 },
  ],
  ["force=false is none", ({ acme }) => [`${DELETE}/${acme}?force=false`], 400, code("COMPANY_HAS_CONTACTS")],
  [
    "with contacts, by force: how many were unlinked",
    ({ acme }) => [`${DELETE}/${acme}?force=true`],
    200,
    ({ acme }) => ({ success: true, deletedCompanyId: acme, unlinkedContacts: 1 }),
  ],
  [
    "without contacts, by force",
    ({ other }) => [`${DELETE}/${other}?force=true`],
    200,
    { unlinkedContacts: 0 },
  ],
];

export const COMPANIES = { keys, answers, refusals, reading, deletion } as const;

/** Whether it is this and nothing else. */
function is(expected: unknown): (value: unknown) => boolean {
  return (value) => isDeepStrictEqual(value, expected);
}
