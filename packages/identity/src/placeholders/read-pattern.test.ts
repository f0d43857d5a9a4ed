import { expect, test } from "vitest";
import { problemOfPattern, readPattern } from "./read-pattern.ts";

test.each([
  ["info@*", "email", ["info@", ""]],
  ["*@Example.org", "email", ["", "@example.org"]],
  ["*@*.example.org", "email", ["", "@", ".example.org"]],
  ["INFO@Example.org", "email", ["info@example.org"]],
  ["*@münchen.example", "email", ["", "@xn--mnchen-3ya.example"]],
  ["linkedin.com/in/acme-*", "linkedin", ["https://www.linkedin.com/in/acme-", ""]],
  ["HTTPS://de.LinkedIn.com/in/Acme-*", "linkedin", ["https://www.linkedin.com/in/acme-", ""]],
  ["linkedin.com/in/jür*", "linkedin", ["https://www.linkedin.com/in/j%C3%BCr", ""]],
  ["linkedin.com/in/nil/", "linkedin", ["https://www.linkedin.com/in/nil"]],
  ["linkedin.com/company/*-test", "linkedin", ["https://www.linkedin.com/company/", "-test"]],
  ["linkedin.com/sales/people/AC*", "salesNav", ["https://www.linkedin.com/sales/lead/AC", ""]],
  ["facebook.com", "domain", ["facebook.com"]],
  ["https://www.facebook.com/", "domain", ["facebook.com"]],
  ["https://*.Acme.example", "domain", ["", ".acme.example"]],
  ["www.acme.*", "domain", ["acme.", ""]],
  ["*.münchen.example", "domain", ["", ".xn--mnchen-3ya.example"]],
  ["a**b.example", "domain", ["a", "b.example"]],
])("%s is %s %j", (text, kind, pieces) => {
  expect(readPattern(text)).toEqual({ kind, pieces });
  expect(problemOfPattern(text)).toBeUndefined();
});

test.each([
  "",
  "  ",
  "acme",
  "jane doe@example.com",
  "@example.com",
  "info@",
  "*",
  "*@*",
  "*.*",
  "linkedin.com/in/*",
  "linkedin.com/in/",
  "linkedin.com/in/me",
  "linkedin.com/feed/x",
  "linkedin.com/*",
  "*.mün*.example",
  "a*b*c*d*e*f.example",
  "x".repeat(201),
  "facebook.com/*/x",
  "info@*/x y",
])("%j is none, and a sentence says why", (text) => {
  expect(problemOfPattern(text)).toMatch(/^\S.*\.$/s);
});
