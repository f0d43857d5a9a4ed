import { CONTACT_FIELDS, ContactRequest } from "@onefold/contract";
import type { CompanyLink, ErrorCode, Identifier } from "@onefold/contract";
import {
  canonicalDomain,
  canonicalEmail,
  canonicalLinkedinCompany,
  contactDefinition,
} from "@onefold/identity";
import { orderOf } from "./body-rules.ts";
import type { BodyRules } from "./body-rules.ts";
import { readGiven } from "./given.ts";
import type { Given } from "./given.ts";
import { parsedBody } from "./parsed-body.ts";
import type { ParsedBody, UpsertContext } from "./parsed-body.ts";
import { readIdentifiers, readRecordId } from "./read-identifiers.ts";

/**
 * Reads the body of `POST /api/contacts` by these rules: empties are ignored, identifiers are
 * canonical, all problems at once. Pure, and never throws.
 */
export function parseContact(body: Readonly<Record<string, unknown>>, context: UpsertContext): ParsedBody {
  const given = readGiven(CONTACT, body);
  const recordId = readRecordId(CONTACT, given);
  const identifiers = readIdentifiers(CONTACT, given);
  const aliases = readAdditionalEmails(given, identifiers);
  const company = readCompanyLink(given);
  requireIdentifier(given);
  return parsedBody(CONTACT, given, { recordId, identifiers, aliases, ...(company && { company }) }, context);
}

const CODES: Readonly<Record<string, ErrorCode>> = {
  contactId: "INVALID_CONTACT_ID",
  email: "INVALID_EMAIL",
  additionalEmails: "INVALID_ADDITIONAL_EMAILS",
  linkedinUrl: "INVALID_LINKEDIN_URL",
  linkedinUrlSalesNav: "INVALID_LINKEDIN_URL",
};

const CONTACT: BodyRules = {
  definition: contactDefinition,
  plural: "contacts",
  request: ContactRequest,
  order: orderOf(Object.keys(ContactRequest.shape), "linkedinUrlSalesNav"),
  codeOf: (field) => CODES[field] ?? "CONTACT_VALIDATION_FAILED",
  expected: {
    email: "an e-mail address",
    linkedinUrl: "the URL of a LinkedIn profile, such as https://www.linkedin.com/in/jane-example",
    linkedinUrlSalesNav:
      "the URL of a Sales Navigator lead, such as https://www.linkedin.com/sales/lead/ACwAAAExample",
  },
  fields: CONTACT_FIELDS,
  required: [],
};

const KEYS = ["contactId", ...contactDefinition.identifiers.map(({ field }) => field)];

/** One that is there but wrong is reported as such, not as missing. */
function requireIdentifier(given: Given): void {
  if (!KEYS.some((field) => given.has(field)))
    given.problems.add("", "MISSING_IDENTIFIER", `Give at least one of ${KEYS.join(", ")}.`);
}

function readAdditionalEmails(given: Given, identifiers: readonly Identifier[]): string[] {
  const emails = new Set<string>();
  given.list("additionalEmails").forEach((raw, index) => {
    const email = canonicalEmail(raw);
    const path = `additionalEmails[${index}]`;
    if (email === undefined)
      given.problems.add(path, "INVALID_ADDITIONAL_EMAILS", `${path} must be an e-mail address.`);
    else emails.add(email);
  });
  const primary = identifiers.find(({ kind }) => kind === "email");
  if (primary) emails.delete(primary.value);
  return [...emails];
}

/**
 * The first given of the three. One that names no company (malformed ones too) is answered with a
 * warning, not with 400: the contact is worth more than its link.
 */
function readCompanyLink(given: Given): CompanyLink | undefined {
  for (const [field, canonical] of COMPANY_LINKS) {
    const raw = given.text(field)?.trim();
    if (raw !== undefined) return { field, value: canonical(raw) ?? raw };
  }
  return undefined;
}

const COMPANY_LINKS: readonly [CompanyLink["field"], (raw: string) => string | undefined][] = [
  ["companyId", (id) => id],
  ["companyDomain", canonicalDomain],
  ["companyLinkedinUrl", canonicalLinkedinCompany],
];
