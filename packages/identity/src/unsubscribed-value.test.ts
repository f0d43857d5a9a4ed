import fc from "fast-check";
import { expect, test } from "vitest";
import { canonicalEmail } from "./canonical-email.ts";
import { readUnsubscribedValue, unsubscribedBy } from "./unsubscribed-value.ts";

test.each([
  ["Jane@Example.com", "email", "jane@example.com"],
  ["linkedin.com/in/Jane?trk=x", "linkedin", "https://www.linkedin.com/in/jane"],
  [
    "https://www.linkedin.com/sales/lead/ACwAAJane",
    "salesNav",
    "https://www.linkedin.com/sales/lead/ACwAAJane",
  ],
  ["example.com", "domain", "example.com"],
  ["@Example.com", "domain", "example.com"],
  ["https://www.example.com/", "domain", "example.com"],
  ["www.example.com", "domain", "example.com"],
  ["@www.Example.com", "domain", "@www.example.com"],
  ["@bücher.example", "domain", "xn--bcher-kva.example"],
  ["@linkedin.com", "domain", "linkedin.com"],
  ["+33 6 12 34 56 78", "phone", "+33612345678"],
  ["(555) 010-9999", "phone", "5550109999"],
  ["tel:+33612345678", "phone", "+33612345678"],
])("%s is the %s %s", (text, kind, value) => {
  expect(readUnsubscribedValue(text)).toEqual({ kind, value });
});

test.each([
  "",
  "jane",
  "@",
  "jane@",
  "@@example.com",
  "@jane@example.com",
  "@example.com/",
  "https://example.com/jane",
  "https://www.linkedin.com/company/acme",
  "https://www.linkedin.com/feed",
  "+1 23",
  "1234567890123456",
  "jane%40example.com",
])("%s is none", (text) => {
  expect(readUnsubscribedValue(text)).toBeUndefined();
});

test("a value reads as itself, in any spelling around it", () => {
  fc.assert(
    fc.property(fc.oneof(fc.emailAddress(), fc.domain(), fc.string()), (text) => {
      const read = readUnsubscribedValue(text);
      if (read) expect(readUnsubscribedValue(read.value)).toEqual(read);
    }),
  );
});

/** Domains as e-mails have them, with labels that others read in another way. */
const HOST = fc
  .tuple(
    fc.array(fc.constantFrom("www", "WWW", "shop", "bücher"), { maxLength: 3 }),
    fc.oneof(fc.domain(), fc.constantFrom("Example.com", "linkedin.com", "www.com", "münchen.example")),
  )
  .map(([labels, domain]) => [...labels, domain].join("."));

test("the domain of an e-mail, after an at sign in any spelling, is what unsubscribes who has that e-mail", () => {
  fc.assert(
    fc.property(HOST, (host) => {
      const value = canonicalEmail(`jane@${host}`);
      const read = readUnsubscribedValue(` @${host} `);
      if (value === undefined) return;
      expect(unsubscribedBy({ kind: "email", value })).toEqual([{ kind: "email", value }, read]);
      expect(readUnsubscribedValue(read?.value ?? "")).toEqual(read);
    }),
  );
});

test("the domains of two e-mails are one value only if they are one", () => {
  fc.assert(
    fc.property(HOST, HOST, (one, other) => {
      const [a, b] = [canonicalEmail(`jane@${one}`), canonicalEmail(`jane@${other}`)];
      const isOne = readUnsubscribedValue(`@${one}`)?.value === readUnsubscribedValue(`@${other}`)?.value;
      if (a !== undefined && b !== undefined) expect(isOne).toBe(a === b);
    }),
  );
});

test("an e-mail is unsubscribed by its domain too, a page by itself alone", () => {
  expect(unsubscribedBy({ kind: "email", value: "jane@example.com" })).toEqual([
    { kind: "email", value: "jane@example.com" },
    { kind: "domain", value: "example.com" },
  ]);
  const page = { kind: "linkedin", value: "https://www.linkedin.com/in/jane" } as const;
  expect(unsubscribedBy(page)).toEqual([page]);
});
