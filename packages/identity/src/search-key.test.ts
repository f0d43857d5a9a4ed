import * as fc from "fast-check";
import { expect, test } from "vitest";
import { searchKey } from "./search-key.ts";

test.each([
  ["José  Müller", "jose muller"],
  [" ÅSA\tLÖF ", "asa lof"],
  ["ﬁona", "fiona"],
  ["İpek", "ipek"],
  ["李 小龙", "李 小龙"],
  ["", undefined],
  [" \u0301 ", undefined],
  ["\u202bאבי\u202c \u200fכהן", "אבי כהן"],
  ["Jane\u200b \ufeff Doe", "jane doe"],
  ["\u2800\u3164", undefined],
  // a long text by its beginning, without a blank or half a character at the cut
  ["X".repeat(201), "x".repeat(200)],
  [`${"x".repeat(199)} y`, "x".repeat(199)],
  [`${"x".repeat(199)}👍`, "x".repeat(199)],
])("%j is compared as %j", (text, key) => {
  expect(searchKey(text)).toBe(key);
});

test("it is idempotent, well-formed, and short enough for an index", () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.string({ unit: "grapheme", maxLength: 300 }), fc.string({ maxLength: 300 })),
      (text) => {
        const key = searchKey(text);
        if (key === undefined) return;
        expect(searchKey(key)).toBe(key);
        expect(key.isWellFormed()).toBe(text.isWellFormed() || key.isWellFormed());
        expect(key.length).toBeLessThanOrEqual(200);
      },
    ),
  );
});
