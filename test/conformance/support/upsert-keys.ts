import type { Case } from "./cases.ts";
import { code, LEAD, NO_COMPANY, NO_CONTACT, PAGE, PROFILE } from "./cases.ts";

const POST = "POST /api/contacts";
const NEW = { email: "new@example.com" };
const JANE = { email: "jane@example.com" };
const JOHN = "https://www.linkedin.com/in/john";
const JOAN = "https://www.linkedin.com/sales/lead/ACwJoan";

const keys: readonly Case[] = [
  ["a new e-mail: 201", [POST, NEW], 201, { success: true, data: { emails: [{ value: NEW.email }] } }],
  ["a known e-mail: 200", [POST, JANE], 200, ({ jane }) => ({ data: { _id: jane } })],
  ["an e-mail in another case, with blanks", [POST, { email: " JANE@Example.com " }], 200],
  ["dots of an e-mail count", [POST, { email: "ja.ne@example.com" }], 201],
  ["plus signs of an e-mail count", [POST, { email: "jane+a@example.com" }], 201],
  [
    "an alias matches too",
    [POST, { email: "j.doe@example.com" }],
    200,
    ({ jane }) => ({ data: { _id: jane } }),
  ],
  ["a new profile: 201", [POST, { linkedinUrl: `${PROFILE}-2` }], 201, { data: { emails: [] } }],
  ["a known profile: 200", [POST, { linkedinUrl: JOHN }], 200, ({ john }) => ({ data: { _id: john } })],
  ["a profile in another form", [POST, { linkedinUrl: "fr.linkedin.com/in/JOHN/?trk=x" }], 200],
  ["a new lead: 201", [POST, { linkedinUrlSalesNav: `${LEAD}2` }], 201],
  ["a known lead: 200", [POST, { linkedinUrlSalesNav: JOAN }], 200, ({ joan }) => ({ data: { _id: joan } })],
  ["a lead that ends in a comma", [POST, { linkedinUrlSalesNav: `${JOAN},` }], 200],
  ["a lead as /sales/people", [POST, { linkedinUrlSalesNav: JOAN.replace("/lead/", "/people/") }], 200],
  ["the case of a lead counts", [POST, { linkedinUrlSalesNav: JOAN.replace("Joan", "joan") }], 201],
  [
    "the id alone updates",
    ({ jane }) => [POST, { contactId: jane, jobTitle: "CEO" }],
    200,
    ({ jane }) => ({ data: { _id: jane, fields: { jobTitle: "CEO" } } }),
  ],
  [
    "the id goes before the e-mail",
    ({ john }) => [POST, { contactId: john, ...JANE }],
    200,
    ({ john, jane }) => ({
      data: { _id: john },
      fieldRejections: [{ field: "email", reason: "duplicate", conflictingRecordId: jane }],
    }),
  ],
  [
    "an e-mail beside the id is a value to set",
    ({ john }) => [POST, { contactId: john, ...NEW }],
    200,
    ({ john }) => ({ data: { _id: john, emails: [{ value: NEW.email }] } }),
  ],
  [
    "the e-mail goes before the profile",
    [POST, { ...JANE, linkedinUrl: JOHN }],
    200,
    ({ jane }) => ({ data: { _id: jane, linkedinUrl: PROFILE } }),
  ],
  [
    "the profile goes before the lead",
    [POST, { linkedinUrl: JOHN, linkedinUrlSalesNav: JOAN }],
    200,
    ({ john }) => ({ data: { _id: john } }),
    ["data.linkedinUrlSalesNav"],
  ],
  [
    "a new e-mail and a known profile: the profile's record takes the e-mail",
    [POST, { ...NEW, linkedinUrl: JOHN }],
    200,
    ({ john }) => ({ data: { _id: john, emails: [{ value: NEW.email }] } }),
  ],
  [
    "additional e-mails are added behind the main one, by name",
    [POST, { ...NEW, additionalEmails: ["b@example.com", "a@example.com"] }],
    201,
    { data: { emails: [{ value: NEW.email }, { value: "a@example.com" }, { value: "b@example.com" }] } },
  ],
  [
    "additional e-mails are no key: 400",
    [POST, { additionalEmails: ["a@example.com"] }],
    400,
    code("MISSING_IDENTIFIER"),
  ],
];

const refusals: readonly Case[] = [
  ["no key at all", [POST, { firstName: "Jane" }], 400, code("MISSING_IDENTIFIER")],
  ["an empty body", [POST, {}], 400, code("MISSING_IDENTIFIER")],
  ["nothing but empties", [POST, { email: "", linkedinUrl: null }], 400, code("MISSING_IDENTIFIER")],
  ["no id", [POST, { contactId: "jane" }], 400, code("INVALID_CONTACT_ID")],
  ["a company's id", [POST, { contactId: NO_COMPANY }], 400, code("INVALID_CONTACT_ID")],
  [
    "an id that names nobody: 400, not 404",
    [POST, { contactId: NO_CONTACT, ...NEW }],
    400,
    code("CONTACT_NOT_FOUND_BY_ID"),
  ],
  ["no e-mail", [POST, { email: "jane" }], 400, code("INVALID_EMAIL")],
  [
    "an e-mail of 255 characters",
    [POST, { email: `${"x".repeat(243)}@example.com` }],
    400,
    code("INVALID_EMAIL"),
  ],
  [
    "an additional e-mail that isn't one",
    [POST, { ...NEW, additionalEmails: ["b"] }],
    400,
    code("INVALID_ADDITIONAL_EMAILS"),
  ],
  [
    "additional e-mails as a string",
    [POST, { ...NEW, additionalEmails: "b@example.com" }],
    400,
    code("INVALID_ADDITIONAL_EMAILS"),
  ],
  [
    "21 additional e-mails",
    [POST, { ...NEW, additionalEmails: many(21) }],
    400,
    code("INVALID_ADDITIONAL_EMAILS"),
  ],
  ["20 additional e-mails", [POST, { ...NEW, additionalEmails: many(20) }], 201],
  [
    "another site's profile",
    [POST, { linkedinUrl: "https://example.com/in/jane" }],
    400,
    code("INVALID_LINKEDIN_URL"),
  ],
  ["a company's page as profile", [POST, { ...NEW, linkedinUrl: PAGE }], 400, code("INVALID_LINKEDIN_URL")],
  ["a profile as lead", [POST, { ...NEW, linkedinUrlSalesNav: PROFILE }], 400, code("INVALID_LINKEDIN_URL")],
  [
    "a name of 256 characters",
    [POST, { ...NEW, firstName: "x".repeat(256) }],
    400,
    code("CONTACT_VALIDATION_FAILED"),
  ],
  [
    "a picture that is no URL",
    [POST, { ...NEW, picture: "jane.png" }],
    400,
    code("CONTACT_VALIDATION_FAILED"),
  ],
  ["a list of skills", [POST, { ...NEW, skills: ["Queues"] }], 400, code("CONTACT_VALIDATION_FAILED")],
  ["half a body", [POST, undefined, { raw: '{"email":' }], 400, code("INVALID_JSON")],
  ["a list", [POST, [NEW]], 400, code("INVALID_JSON")],
];

/** How a body names a contact, and what is refused. */
export const UPSERT_KEYS = { keys, refusals } as const;

function many(count: number): string[] {
  return Array.from({ length: count }, (_, i) => `a${i}@example.com`);
}
