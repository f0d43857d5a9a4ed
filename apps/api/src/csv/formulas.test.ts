import fc from "fast-check";
import { expect, test } from "vitest";
import { escapeFormulas, unescapeFormulas } from "./formulas.ts";

/** Makes texts of the characters that matter here, and of any others. */
const text = fc.oneof(
  fc.string({ unit: fc.constantFrom(..."=+-@＝＋－＠';,\"\t\r\n \u00a0\u200b\ufeff|a1"), maxLength: 12 }),
  fc.string({ unit: "grapheme" }),
);

/**
 * Gives the cells that spreadsheets make of a text, by each separator. What they pass over at a cell's beginning is
 * dropped.
 */
function cellsOf(written: string): string[] {
  const quoted = `x,"${written.replaceAll('"', '""')}"`;
  return [
    written,
    ...[";", "\t", /[\r\n]/].flatMap((by) => [...written.split(by), ...quoted.split(by).slice(1)]),
  ];
}

test("no cell begins with a formula, whichever separator a spreadsheet goes by", () => {
  fc.assert(
    fc.property(text, (given) => {
      for (const cell of cellsOf(escapeFormulas(given)))
        expect(cell.replace(/^[\s"\p{Cf}]+/u, "")).not.toMatch(/^[=+\-@＝＋－＠]/);
    }),
    { numRuns: 2_000 },
  );
});

test("what is read again is what was written, also where a cell's blanks are trimmed", () => {
  fc.assert(
    fc.property(text, (given) => {
      expect(unescapeFormulas(escapeFormulas(given))).toBe(given);
      expect(unescapeFormulas(escapeFormulas(given).trim())).toBe(given.trimEnd());
    }),
    { numRuns: 2_000 },
  );
});

test.each([
  ["=1+1", "'=1+1"],
  ["a;=1+1", "a;'=1+1"],
  ["a;b", "a;b"],
  ['a; "=1', `a; "'=1`],
  ["'=1", "''=1"],
  ["it's", "it's"],
  ["'t is", "'t is"],
  ["mail me; @work", "mail me; '@work"],
])("%j is written as %j", (given, cell) => {
  expect(escapeFormulas(given)).toBe(cell);
});
