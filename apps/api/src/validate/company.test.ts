import { Upsert } from "@onefold/contract";
import fc from "fast-check";
import { expect, test } from "vitest";
import { PARSERS } from "./parse-upsert.ts";
import type { UpsertContext } from "./parse-upsert.ts";
import { NO_TEAM_RULES } from "./rules-cache.ts";

const context: UpsertContext = {
  key: { userId: "usr_1", keyId: "key_1", scopes: ["admin"] },
  onConflict: "strict",
  registry: new Map([["tier", "text"]]),
  rules: NO_TEAM_RULES,
};

const COMPANY_ID = "cpn_0123456789abcdefG";

function codesOf(body: Record<string, unknown>): [path: string, code: string][] {
  const parsed = PARSERS.company(body, context);
  return parsed.ok ? [] : parsed.problems.map(({ path, code }) => [path, code]);
}

test("a company as a worker gets it", () => {
  expect(
    PARSERS.company(
      {
        name: "Example",
        domain: "https://WWW.Example.com/about",
        linkedinUrl: "linkedin.com/company/Example/",
        size: "11-50",
        tier: "a",
        companyOwner: "jane@example.com",
        industry: "",
      },
      context,
    ),
  ).toEqual({
    ok: true,
    upsert: {
      entity: "company",
      userId: "usr_1",
      keyId: "key_1",
      onConflict: "strict",
      identifiers: [
        { kind: "domain", value: "example.com" },
        { kind: "linkedin", value: "https://www.linkedin.com/company/example" },
      ],
      set: { name: "Example", size: "11-50", tier: "a" },
      owner: "jane@example.com",
    },
  });
});

test("name and domain are required without companyId", () => {
  expect(codesOf({})).toEqual([
    ["name", "MISSING_REQUIRED_FIELD"],
    ["domain", "MISSING_REQUIRED_FIELD"],
  ]);
  expect(codesOf({ name: "Example", linkedinUrl: "linkedin.com/company/example" })).toEqual([
    ["domain", "MISSING_REQUIRED_FIELD"],
  ]);
  expect(codesOf({ companyId: COMPANY_ID, tier: "b" })).toEqual([]);
});

test.each([
  [{ companyId: "x" }, [["companyId", "INVALID_COMPANY_ID"]]],
  [{ name: "Example", domain: "example" }, [["domain", "INVALID_DOMAIN"]]],
  [{ companyId: COMPANY_ID, linkedinUrl: "linkedin.com/in/jane" }, [["linkedinUrl", "INVALID_LINKEDIN_URL"]]],
  [{ companyId: COMPANY_ID, size: 11 }, [["size", "COMPANY_VALIDATION_FAILED"]]],
  [{ companyId: COMPANY_ID, email: "jane@example.com" }, [["email", "INVALID_FIELD"]]],
  [{ companyId: COMPANY_ID, clearFields: ["name"] }, [["clearFields[0]", "COMPANY_VALIDATION_FAILED"]]],
])("%j", (body, problems) => {
  expect(codesOf(body)).toEqual(problems);
});

test("never throws", () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 2 })), (body) => {
      const parsed = PARSERS.company({ companyId: COMPANY_ID, ...body }, context);
      if (parsed.ok) Upsert.parse(parsed.upsert);
    }),
  );
});
