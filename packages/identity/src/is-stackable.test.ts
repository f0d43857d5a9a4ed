import fc from "fast-check";
import { expect, test } from "vitest";
import { canonicalEmail, isStackable, MARKS_MAX } from "./index.ts";

const mark = fc.constantFrom("\u0301", "\u0316", "\u0323", "\u{1d165}");
const letter = fc.constantFrom("a", "\u00e9", "\u0e01", "\u{1f600}", "\uac00", "\u1ed9");

test("text with no more accents in a row than Unicode's streams have, whatever stands between", () => {
  const run = fc.array(mark, { maxLength: 15 });
  fc.assert(
    fc.property(fc.array(fc.tuple(letter, run), { maxLength: 50 }), (runs) => {
      const text = runs.map(([base, marks]) => base + marks.join("")).join("");
      expect(isStackable(text)).toBe(true);
      expect(isStackable(text.normalize("NFC"))).toBe(true);
      expect(isStackable(`${text}a${"\u0301\u0316".repeat(MARKS_MAX / 2 + 1)}${text}`)).toBe(false);
    }),
  );
});

test("an address with more of them is none", () => {
  expect(canonicalEmail(`jose\u0301@example.com`)).toBe("jos\u00e9@example.com");
  expect(canonicalEmail(`a${"\u0301\u0316".repeat(100)}@example.com`)).toBeUndefined();
});
