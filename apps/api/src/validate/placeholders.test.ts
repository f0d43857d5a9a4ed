import { compileRules } from "@onefold/identity";
import { describe, expect, test } from "vitest";
import { PARSERS } from "./parse-upsert.ts";
import type { UpsertContext } from "./parse-upsert.ts";
import { NO_TEAM_RULES } from "./rules-cache.ts";

const CONTACT_ID = "ctc_0123456789abcdefG";
const COMPANY_ID = "cpn_0123456789abcdefG";
const NOBODY = "linkedin.com/in/undefined";
const JANE = "https://www.linkedin.com/in/jane-example";
const LEAD = "https://www.linkedin.com/sales/lead/ACwAAAExample";

type Body = Readonly<Record<string, unknown>>;

const context: UpsertContext = {
  key: { userId: "usr_1", keyId: "key_1", scopes: ["admin"] },
  onConflict: "merge",
  registry: new Map(),
  rules: NO_TEAM_RULES,
};

const contact = (body: Body, rules = NO_TEAM_RULES) => PARSERS.contact(body, { ...context, rules });
const company = (body: Body) => PARSERS.company({ name: "Example", ...body }, context);

/** Gives what the body is applied by, and what is left out of it; or the paths and codes of what is wrong. */
function read(parsed: ReturnType<typeof contact>) {
  if (!parsed.ok) return parsed.problems.map(({ path, code }) => `${path} ${code}`);
  const { identifiers, aliases, company: link, rejections = [] } = parsed.upsert;
  return {
    by: [...identifiers.map(({ value }) => value), ...(aliases ?? []), ...(link ? [link.value] : [])],
    without: rejections.map(({ field, rejectedValue }) => `${field} ${String(rejectedValue)}`),
  };
}

describe("a value that names nobody", () => {
  test("is left out beside one that names somebody, and told", () => {
    const page = "linkedinUrl https://www.linkedin.com/in/undefined";
    expect(read(contact({ email: "jane@example.com", linkedinUrl: NOBODY }))).toEqual({
      by: ["jane@example.com"],
      without: [page],
    });
    expect(read(contact({ contactId: CONTACT_ID, linkedinUrl: NOBODY }))).toEqual({
      by: [],
      without: [page],
    });
    const additionalEmails = ["None@None.com", "j@example.com", "none@none.com", "test@test.com"];
    expect(read(contact({ email: "jane@example.com", additionalEmails }))).toEqual({
      by: ["jane@example.com", "j@example.com"],
      without: ["additionalEmails none@none.com", "additionalEmails test@test.com"],
    });
    expect(
      read(company({ domain: "facebook.com/alpha", linkedinUrl: "linkedin.com/company/example" })),
    ).toEqual({
      by: ["https://www.linkedin.com/company/example"],
      without: ["domain facebook.com"],
    });
    expect(read(company({ companyId: COMPANY_ID, domain: "gmail.com" }))).toEqual({
      by: [],
      without: ["domain gmail.com"],
    });
  });

  test("is refused alone, each by its name, and the message says how to allow it", () => {
    expect(read(contact({ linkedinUrl: NOBODY }))).toEqual(["linkedinUrl PLACEHOLDER_IDENTIFIER"]);
    expect(read(contact({ email: "test@test.com", linkedinUrl: NOBODY, firstName: "Jane" }))).toEqual([
      "email PLACEHOLDER_IDENTIFIER",
      "linkedinUrl PLACEHOLDER_IDENTIFIER",
    ]);
    // An additional e-mail names no contact by itself.
    expect(read(contact({ email: "test@test.com", additionalEmails: ["jane@example.com"] }))).toEqual([
      "email PLACEHOLDER_IDENTIFIER",
    ]);
    expect(read(company({ domain: "facebook.com/alpha" }))).toEqual(["domain PLACEHOLDER_IDENTIFIER"]);
    const parsed = contact({ linkedinUrl: NOBODY });
    expect(parsed.ok ? "" : parsed.problems[0]?.message).toMatch(
      /^linkedinUrl names no contact: .*PUT \/api\/identity-rules, or npx onefold rules allow\.$/,
    );
  });

  test("isn't told where another value is wrong that may be enough once it is right", () => {
    expect(read(contact({ email: "jane", linkedinUrl: NOBODY }))).toEqual(["email INVALID_EMAIL"]);
    expect(read(contact({ contactId: "ctc_1", linkedinUrl: NOBODY }))).toEqual([
      "contactId INVALID_CONTACT_ID",
    ]);
  });

  test("links nothing, and the next name of the company is taken", () => {
    const body = { email: "jane@example.com", companyDomain: "https://www.facebook.com/example" };
    expect(read(contact(body))).toEqual({
      by: ["jane@example.com"],
      without: ["companyDomain facebook.com"],
    });
    const companyLinkedinUrl = "linkedin.com/company/example";
    expect(read(contact({ ...body, companyLinkedinUrl }))).toEqual({
      by: ["jane@example.com", "https://www.linkedin.com/company/example"],
      without: ["companyDomain facebook.com"],
    });
    expect(read(contact({ ...body, companyDomain: "example.org", companyLinkedinUrl }))).toMatchObject({
      by: ["jane@example.com", "example.org"],
      without: [],
    });
    expect(
      read(contact({ email: "jane@example.com", companyLinkedinUrl: "linkedin.com/company/null" })),
    ).toMatchObject({ without: ["companyLinkedinUrl https://www.linkedin.com/company/null"] });
  });

  test("is what the team's rules say", () => {
    const placeholders = compileRules({ never: ["info@*"], allow: ["linkedin.com/in/undefined"] });
    const rules = { placeholders, suspiciousAfter: 3 };
    expect(read(contact({ email: "info@example.com" }, rules))).toEqual(["email PLACEHOLDER_IDENTIFIER"]);
    const parsed = contact({ email: "info@example.com", linkedinUrl: NOBODY }, rules);
    expect(read(parsed)).toEqual({
      by: ["https://www.linkedin.com/in/undefined"],
      without: ["email info@example.com"],
    });
    expect(parsed).toMatchObject({ upsert: { suspiciousAfter: 3 } });
    expect(contact({ email: "jane@example.com" })).not.toHaveProperty("upsert.suspiciousAfter");
  });
});

describe("a Sales Navigator page given as the page of LinkedIn", () => {
  test("is taken for what it is", () => {
    expect(read(contact({ linkedinUrl: `${LEAD},NAME_SEARCH,x` }))).toEqual({ by: [LEAD], without: [] });
    expect(read(contact({ linkedinUrl: LEAD, linkedinUrlSalesNav: `${LEAD}?x=1` }))).toEqual({
      by: [LEAD],
      without: [],
    });
    expect(read(contact({ linkedinUrl: JANE, linkedinUrlSalesNav: LEAD }))).toEqual({
      by: [JANE, LEAD],
      without: [],
    });
    const page = "https://www.linkedin.com/sales/company/1234";
    expect(read(company({ domain: "example.com", linkedinUrl: page }))).toEqual({
      by: ["example.com", page],
      without: [],
    });
  });

  test("is wrong where another one is given as well", () => {
    const other = "https://www.linkedin.com/sales/lead/ACwAAAOther";
    expect(read(contact({ linkedinUrl: LEAD, linkedinUrlSalesNav: other }))).toEqual([
      "linkedinUrl INVALID_LINKEDIN_URL",
    ]);
    // An identifier that names nobody doesn't count.
    expect(
      read(contact({ linkedinUrl: "linkedin.com/sales/lead/undefined", linkedinUrlSalesNav: LEAD })),
    ).toEqual({ by: [LEAD], without: ["linkedinUrl https://www.linkedin.com/sales/lead/undefined"] });
  });
});
