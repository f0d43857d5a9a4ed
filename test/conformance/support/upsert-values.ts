import type { Case, World } from "./cases.ts";
import { code, CUSTOM, idOf, NO_COMPANY, PAGE, PROFILE, TEXTS, TIME } from "./cases.ts";

const POST = "POST /api/contacts";
const NEW = { email: "new@example.com" };
const JANE = { email: "jane@example.com" };
const JOHN = "https://www.linkedin.com/in/john";
const EMPTIES = [null, "", " \t\n", []] as const;

const answers: readonly Case[] = [
  [
    "created: the whole record",
    [POST, { ...NEW, ...TEXTS }],
    201,
    ({ team }) => ({
      success: true,
      data: {
        _id: idOf("ctc"),
        teamId: team.teamId,
        emails: [{ value: NEW.email }],
        fields: TEXTS,
        ownerId: team.userId,
        source: "api",
        createdAt: TIME,
        createdBy: team.userId,
        unsubscribed: false,
        created: true,
        companyLinked: false,
      },
      warnings: [],
      fieldRejections: [],
    }),
    ["data.updated", "data.companyId", "data.linkedinUrl", "data.linkedinUrlSalesNav", "data.email"],
  ],
  [
    "changed: updated, and not created",
    [POST, { ...JANE, jobTitle: "CEO" }],
    200,
    { data: { created: false, updated: true } },
  ],
  ["nothing changed: updated all the same", [POST, JANE], 200, { data: { created: false, updated: true } }],
  [
    "the fields that aren't given stay",
    [POST, { ...JANE, jobTitle: "CEO" }],
    200,
    { data: { fields: { ...TEXTS, jobTitle: "CEO" } } },
  ],
];

const fields: readonly Case[] = [
  ...Object.entries(TEXTS).flatMap(([name, value]): Case[] => [
    [`${name} is set`, [POST, { ...NEW, [name]: value }], 201, { data: { fields: { [name]: value } } }],
    [`${name} is a string`, [POST, { ...NEW, [name]: 5 }], 400, code("CONTACT_VALIDATION_FAILED")],
    ...EMPTIES.flatMap((empty): Case[] => [
      [
        `${name}: ${JSON.stringify(empty)} is ignored on creation`,
        [POST, { ...NEW, [name]: empty }],
        201,
        { data: { created: true } },
        [`data.fields.${name}`],
      ],
      [
        `${name}: ${JSON.stringify(empty)} is ignored on update`,
        [POST, { ...JANE, [name]: empty }],
        200,
        { data: { fields: TEXTS } },
      ],
    ]),
  ]),
  ...["linkedinUrl", "linkedinUrlSalesNav", "additionalEmails", "contactOwner", "companyId", "source"].map(
    (name): Case => [
      `${name}: empty is ignored`,
      [POST, { ...JANE, [name]: name === "additionalEmails" ? [] : "" }],
      200,
      ({ acme, team }) => ({
        data: { linkedinUrl: PROFILE, ownerId: team.userId, companyId: acme, source: "api" },
        warnings: [],
      }),
    ],
  ),
  ["a key that is empty isn't there", [POST, { email: "", linkedinUrl: JOHN }], 200],
  ["source is kept on creation", [POST, { ...NEW, source: "crm" }], 201, { data: { source: "crm" } }],
  ["source doesn't change on update", [POST, { ...JANE, source: "crm" }], 200, { data: { source: "api" } }],
  ...CUSTOM.flatMap(([type, value, wrong]): Case[] => [
    [
      `a custom ${type} is set`,
      [POST, { ...NEW, [`my ${type}`]: value }],
      201,
      { data: { fields: { [`my ${type}`]: value } } },
    ],
    [
      `a custom ${type} is typed, and named`,
      [POST, { ...NEW, [`my ${type}`]: wrong }],
      400,
      { error: { code: "INVALID_FIELD", details: [{ path: `my ${type}` }] } },
    ],
    [
      `a custom ${type}: empty is ignored`,
      [POST, { ...NEW, [`my ${type}`]: "" }],
      201,
      { data: { fields: {} } },
    ],
  ]),
  [
    "a custom field that isn't registered is named",
    [POST, { ...NEW, favouriteColour: "red" }],
    400,
    { error: { code: "INVALID_FIELD", details: [{ path: "favouriteColour" }] } },
  ],
];

const links: readonly Case[] = [
  ["companyId links", ({ acme }) => [POST, { ...NEW, companyId: acme }], 201, linkedTo("acme")],
  [
    "companyDomain links",
    [POST, { ...NEW, companyDomain: "https://www.Acme.example/" }],
    201,
    linkedTo("acme"),
  ],
  [
    "companyLinkedinUrl links",
    [POST, { ...NEW, companyLinkedinUrl: `${PAGE}/about` }],
    201,
    linkedTo("acme"),
  ],
  [
    "companyId goes before companyDomain",
    ({ other }) => [
      POST,
      { ...NEW, companyId: other, companyDomain: "acme.example", companyLinkedinUrl: PAGE },
    ],
    201,
    linkedTo("other"),
  ],
  [
    "companyDomain goes before companyLinkedinUrl",
    [POST, { ...NEW, companyDomain: "other.example", companyLinkedinUrl: PAGE }],
    201,
    linkedTo("other"),
  ],
  [
    "another company takes the place",
    ({ other }) => [POST, { ...JANE, companyId: other }],
    200,
    linkedTo("other"),
  ],
  ["without a company the link stays", [POST, JANE], 200, linkedTo("acme")],
  ...[{ companyId: NO_COMPANY }, { companyDomain: "no.example" }, { companyLinkedinUrl: `${PAGE}-2` }].map(
    (link): Case => [
      `${Object.keys(link).join("")} of no company: the contact is written, not linked, and warned of`,
      [POST, { ...NEW, ...link }],
      201,
      {
        success: true,
        data: { companyLinked: false },
        warnings: [{ code: "COMPANY_NOT_FOUND", field: Object.keys(link)[0] }],
      },
      ["data.companyId"],
    ],
  ),
  [
    "contactOwner by id",
    ({ otto }) => [POST, { ...NEW, contactOwner: otto }],
    201,
    ({ otto }) => owned(otto),
  ],
  [
    "contactOwner by e-mail",
    [POST, { ...NEW, contactOwner: "Otto@example.com" }],
    201,
    ({ otto }) => owned(otto),
  ],
  ["without one the key's owner", [POST, NEW], 201, ({ team }) => owned(team.userId)],
  [
    "contactOwner of nobody: the key's owner",
    [POST, { ...NEW, contactOwner: "no@example.com" }],
    201,
    ({ team }) => owned(team.userId),
  ],
  [
    "contactOwner changes on update",
    ({ otto }) => [POST, { ...JANE, contactOwner: otto }],
    200,
    ({ otto }) => owned(otto),
  ],
];

/** What a body sets, and what is answered. */
export const UPSERT_VALUES = { answers, fields, links } as const;

function linkedTo(company: "acme" | "other"): (world: World) => object {
  return (world) => ({ data: { companyLinked: true, companyId: world[company] }, warnings: [] });
}

function owned(ownerId: string): object {
  return { data: { ownerId } };
}
