import fc from "fast-check";
import { expect, test } from "vitest";
import { cpuMs } from "../../../test/support/cpu-ms.ts";
import { companyDefinition, contactDefinition } from "./definitions.ts";
import { isLinkedinPage } from "./is-linkedin-page.ts";
import { readAs, readIdentifier } from "./read-identifier.ts";

test.each([
  ["https://www.linkedin.com/company/acme", "linkedin", "https://www.linkedin.com/company/acme"],
  ["https://www.linkedin.com/sales/company/1234", "salesNav", "https://www.linkedin.com/sales/company/1234"],
  ["https://acme.example/in/jane", "domain", "acme.example"],
  ["linkedin.com", "domain", "linkedin.com"],
  ["https://www.linkedin.com", "domain", "linkedin.com"],
  ["https://www.linkedin.com//?trk=x", "domain", "linkedin.com"],
  ["\u200b'https://www.LinkedIn.com/#x", "domain", "linkedin.com"],
  ["linkedin.com.evil.example/in/jane", "domain", "linkedin.com.evil.example"],
  ["notlinkedin.com/in/jane", "domain", "notlinkedin.com"],
  ["acme.example/?u=https://www.linkedin.com/in/jane", "domain", "acme.example"],
])("of a company, %s is the %s %s", (text, kind, value) => {
  expect(readIdentifier(companyDefinition, text)).toEqual({ kind, value });
});

const NO_COMPANY = [
  "https://www.linkedin.com/in/jane",
  "https://www.linkedin.com/groups/123",
  "https://www.linkedin.com/company/unavailable",
  "https://www.linkedin.com/company/",
  "https://www.linkedin.com/company/../x",
  "https://www.linkedin.com/sales/lead/ACwAAAbC",
  "linkedin.com/feed",
  "//linkedin.com//in/jane",
  "linkedin.com:443/in/jane",
  "www.linkedin.com./in/jane",
  "business.linkedin.com/in/jane",
  "touch.www.LINKEDIN.COM/in/jane",
  "HTTPS://WWW.LİNKEDİN.COM/İN/JANE",
  "\uff4c\uff49\uff4e\uff4b\uff45\uff44\uff49\uff4e.com/in/jane",
  "\u200b'https://www.linkedin.com/in/jane'",
];

test.each(NO_COMPANY)("%s names no company, and isn't its own host", (text) => {
  expect(readIdentifier(companyDefinition, text)).toBeUndefined();
  expect(readAs(companyDefinition.main, text)).toBeUndefined();
});

test("whatever its path is, a page of LinkedIn is never a domain; of another host it is", () => {
  const host = fc.constantFrom("linkedin.com", "www.linkedin.com", "de.linkedin.com", "m.linkedin.com");
  const start = fc.constantFrom("", "//", "http://", "https://");
  const path = fc.stringMatching(/^\/{1,2}[a-z0-9%.~-][a-z0-9/%?#.~-]{0,20}$/);
  fc.assert(
    fc.property(start, host, path, (scheme, of, rest) => {
      expect(readIdentifier(companyDefinition, scheme + of + rest)?.kind).not.toBe("domain");
      expect(readIdentifier(companyDefinition, `${scheme}acme.example${rest}`)?.value).toBe("acme.example");
      expect(readIdentifier(companyDefinition, scheme + of)?.kind).toBe("domain");
    }),
  );
});

test("any text is a page of LinkedIn or not, and long ones take no time", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      expect(isLinkedinPage(text)).toBeTypeOf("boolean");
    }),
  );
  const started = cpuMs();
  for (const text of [
    "/".repeat(5_000),
    "linkedin.com/".repeat(380),
    "'".repeat(5_000),
    "'\u200d".repeat(2_500),
  ])
    expect(isLinkedinPage(text)).toBeTypeOf("boolean");
  expect(cpuMs() - started).toBeLessThan(500);
});

test("a page is read as such before what its query looks like", () => {
  expect(readIdentifier(contactDefinition, "linkedin.com/in/jane?e=jane@example.com")).toEqual({
    kind: "linkedin",
    value: "https://www.linkedin.com/in/jane",
  });
});

test("of a contact, a page of a company is nobody", () => {
  expect(readIdentifier(contactDefinition, "https://www.linkedin.com/company/acme")).toBeUndefined();
  expect(readIdentifier(contactDefinition, "JANE@example.com")).toEqual({
    kind: "email",
    value: "jane@example.com",
  });
});
