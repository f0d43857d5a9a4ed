import * as fc from "fast-check";
import { expect, test } from "vitest";
import { tidyPhone } from "./tidy-phone.ts";

test.each([
  ["+33 1 23 45 67 89", "+33 1 23 45 67 89"],
  ["\u202a+33 1 23 45 67 89\u202c", "+33 1 23 45 67 89"],
  ["+33\u200e1\u2060", "+331"],
  ["tel:+33-1-23", "+33-1-23"],
  ["TEL: +33 1", "+33 1"],
  ["tel://+331", "+331"],
  ["tel:+49-30-1234;ext=56", "+49-30-1234 ext. 56"],
  ["030\u20111234\u201256", "030-1234-56"],
  ["030\u22121234\u2013\u2014\u201056", "030-1234---56"],
  ["０３ー１２３４－５６７８", "03-1234-5678"],
  ["＋81 3", "+81 3"],
  ["'+49 170 1", "+49 170 1"],
  ["tel:", ""],
  ["\u200b", ""],
  ["ask Jane", "ask Jane"],
  ["1-800-FLOWERS", "1-800-FLOWERS"],
])("%j → %j", (raw, tidy) => {
  expect(tidyPhone(raw)).toBe(tidy);
});

test("is idempotent, and every spelling of the hyphen is one", () => {
  const dash = fc.constantFrom(..."-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe63\uff0d");
  const part = fc.stringMatching(/^[0-9]{2,4}$/);
  fc.assert(
    fc.property(part, part, dash, fc.constantFrom("", "tel:", "\u202d", "\u200e"), (a, b, hyphen, before) => {
      expect(tidyPhone(`${before}${a}${hyphen}${b}\u202c`)).toBe(`${a}-${b}`);
    }),
  );
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(..."tel:/;ext= 12+'-\u200b\u2011ー０：ｔ") }), (text) => {
      expect(tidyPhone(tidyPhone(text))).toBe(tidyPhone(text));
    }),
    { numRuns: 5_000 },
  );
});
