import { COMPANY_FIELDS, CompanyRequest } from "@onefold/contract";
import type { ErrorCode } from "@onefold/contract";
import { companyDefinition } from "@onefold/identity";
import { orderOf } from "./body-rules.ts";
import type { BodyRules } from "./body-rules.ts";
import { readGiven } from "./given.ts";
import type { Given } from "./given.ts";
import { parsedBody } from "./parsed-body.ts";
import type { ParsedBody, UpsertContext } from "./parsed-body.ts";
import { readIdentifiers, readRecordId } from "./read-identifiers.ts";

/** Reads the body of `POST /api/companies`. Pure, and never throws. */
export function parseCompany(body: Readonly<Record<string, unknown>>, context: UpsertContext): ParsedBody {
  const given = readGiven(COMPANY, body);
  const recordId = readRecordId(COMPANY, given);
  const identifiers = readIdentifiers(COMPANY, given);
  requireNameAndDomain(given);
  return parsedBody(COMPANY, given, { recordId, identifiers }, context);
}

const CODES: Readonly<Record<string, ErrorCode>> = {
  companyId: "INVALID_COMPANY_ID",
  domain: "INVALID_DOMAIN",
  linkedinUrl: "INVALID_LINKEDIN_URL",
  linkedinUrlSalesNav: "INVALID_LINKEDIN_URL",
};

const COMPANY: BodyRules = {
  definition: companyDefinition,
  plural: "companies",
  request: CompanyRequest,
  order: orderOf(Object.keys(CompanyRequest.shape), "linkedinUrlSalesNav"),
  codeOf: (field) => CODES[field] ?? "COMPANY_VALIDATION_FAILED",
  expected: {
    domain: "a domain such as example.com",
    linkedinUrl: "the URL of a LinkedIn company, such as https://www.linkedin.com/company/example",
    linkedinUrlSalesNav:
      "the URL of a Sales Navigator company, such as https://www.linkedin.com/sales/company/1234",
  },
  fields: COMPANY_FIELDS,
  required: ["name"],
};

function requireNameAndDomain(given: Given): void {
  if (given.has("companyId")) return;
  for (const field of ["name", "domain"])
    if (!given.has(field))
      given.problems.add(
        field,
        "MISSING_REQUIRED_FIELD",
        `${field} is required where companyId isn't given.`,
      );
}
