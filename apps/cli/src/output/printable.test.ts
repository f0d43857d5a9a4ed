import fc from "fast-check";
import { expect, test } from "vitest";
import { printable, printableLines } from "./printable.ts";

const any = fc.string({ unit: "binary" });

test("nothing that a terminal obeys is left, and JSON says the same as before", () => {
  fc.assert(
    fc.property(any, (text) => {
      expect(printable(text)).not.toMatch(/[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/u);
      expect(printableLines(text).replaceAll(/[\n\t]/g, "")).not.toMatch(/[\p{Cc}\u202e\u2066]/u);
      expect(JSON.parse(printableLines(JSON.stringify({ [text]: text }, undefined, 2)))).toEqual({
        [text]: text,
      });
    }),
  );
});

test.each([
  ["Zoë, 東京 🎉", "Zoë, 東京 🎉"],
  ["\u001b[2J\u001b]0;title\u0007", String.raw`\u001b[2J\u001b]0;title\u0007`],
  ["\u009b31m", String.raw`\u009b31m`],
  ["a\r\nb\tc", String.raw`a\u000d\u000ab\u0009c`],
  ["\u202egnp.exe", String.raw`\u202egnp.exe`],
])("%j is shown as %j", (text, shown) => {
  expect(printable(text)).toBe(shown);
});
