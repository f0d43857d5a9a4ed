import { expect, test } from "vitest";
import { problemsOfPatterns, readPattern, SEARCHING_PATTERNS_MAX } from "./read-pattern.ts";

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
  ["http://*.acme.example/", "domain", ["", ".acme.example"]],
  ["www.acme.*", "domain", ["acme.", ""]],
  ["www.www.acme.*", "domain", ["acme.", ""]],
  ["shop.www.*", "domain", ["shop.www.", ""]],
  ["*.münchen.example", "domain", ["", ".xn--mnchen-3ya.example"]],
  ["münchen.acme*.example", "domain", ["xn--mnchen-3ya.acme", ".example"]],
  ["*.例え.テスト", "domain", ["", ".xn--r8jz45g.xn--zckzah"]],
  ["*.xn--sirket-qyd.example", "domain", ["", ".sirket.example"]],
  ["xn--sirket*.example", "domain", ["xn--sirket", ".example"]],
  ["linkedin.com", "domain", ["linkedin.com"]],
  ["a**b.example", "domain", ["a", "b.example"]],
  ["a*b*c*d*e.example", "domain", ["a", "b", "c", "d", "e.example"]],
  ["linkedin.com/in/ACoAABc*", "linkedin", ["https://www.linkedin.com/in/ACoAABc", ""]],
  ["linkedin.com/in/Jane-ACoAA*", "linkedin", ["https://www.linkedin.com/in/jane-acoaa", ""]],
  [`linkedin.com/in/${"x".repeat(184)}`, "linkedin", [`https://www.linkedin.com/in/${"x".repeat(184)}`]],
])("%s is %s %j", (text, kind, pieces) => {
  expect(readPattern(text)).toEqual({ kind, pieces });
  expect(problemsOfPatterns([text])).toEqual([undefined]);
});

const NONE = "is no e-mail, LinkedIn URL or domain, also with * standing for any text.";

test.each([
  ["", "A pattern is an e-mail, a LinkedIn URL or a domain, with * for any text."],
  ["info\0@*", "A pattern is an e-mail, a LinkedIn URL or a domain, with * for any text."],
  ["x".repeat(201), "A pattern has at most 200 characters."],
  ["a*b*c*d*e*f.example", "a*b*c*d*e*f.example has more than 4 times *."],
  ["acme", `acme ${NONE}`],
  ["*.mün*.example", `*.mün*.example ${NONE}`],
  ["*@**", "*@* is every value of its kind: name at least a part."],
])("%j: %s", (text, problem) => {
  expect(problemsOfPatterns([text])).toEqual([problem]);
});

test.each([
  "  ",
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
  "facebook.com/*/x",
  "info@*/x y",
  "jane doe@*",
  "in fo*x@example.org",
  "info@*.exa mple",
  "info*@",
  "@*.example",
  "*münchen.example",
  "münchen*.example",
  "*.mü_n.example",
  "linkedin.com/in/j%fc*",
])("%j is none, and a sentence says why", (text) => {
  expect(problemsOfPatterns([text])[0]).toMatch(/^\S.*\.$/s);
});

test("so many patterns of a list search inside a value; those that look at its ends don't count", () => {
  const many = (pattern: (n: number) => string) =>
    Array.from({ length: SEARCHING_PATTERNS_MAX }, (_, n) => pattern(n));
  const ends = ["info@*", "*@example.org", "a*b@example.org", "*@*.example.org", "linkedin.com/in/x*y"];
  for (const searching of ["*x*@*", "linkedin.com/in/*x*", "*.x.*", "a*b*@example.org"]) {
    const full = [...many((n) => searching.replace("x", `x${n}`).replace("b", `b${n}`)), ...ends];
    expect(problemsOfPatterns(full)).toEqual(full.map(() => undefined));
    const [problem, ...rest] = problemsOfPatterns([...full, searching]).toReversed();
    expect(problem).toMatch(/^A list has at most 20 patterns with text between two \*/);
    expect(rest.filter((each) => each !== undefined)).toEqual([]);
  }
});
