import type { Applied, FieldRejection, Rejected } from "@onefold/contract";
import fc from "fast-check";
import { expect, test } from "vitest";
import { searchResult } from "./search-result.ts";

/** The most that a receipt's search takes. */
const MOST = 512 * 1024;

const rejected = (input: Record<string, unknown>): Rejected => ({
  outcome: "rejected",
  code: "INVALID_FIELD",
  message: "Line 1: no",
  input,
});

const applied = (fieldRejections: FieldRejection[]): Applied => ({
  outcome: "updated",
  changes: {},
  warnings: [],
  fieldRejections,
  record: {
    recordId: "ctc_0123456789abcdefG",
    teamId: "tea_0123456789abcdefG",
    fields: {},
    identifiers: {},
    ownerId: "usr_0123456789abcdefG",
    source: "api",
    createdAt: 0,
    createdBy: "usr_0123456789abcdefG",
    updatedAt: 0,
  },
});

const stale = (field: string, rejectedValue: string): FieldRejection => ({
  field,
  reason: "stale",
  rejectedValue,
});

test.each([
  ["@ at which nothing stands", { notes: " @a".repeat(87_000) }],
  ["accents", { notes: "\u0301\u0316".repeat(120_000) }],
  ["accents that are invisible between", { notes: "\u0301\u0316\u00ad".repeat(80_000) }],
  ["escaped accents", { notes: `%40${"%cc%81%cc%96".repeat(20_000)}` }],
  ["empty texts", { notes: Array.from({ length: 90 }, () => Array.from({ length: 900 }, () => "")) }],
])("a row of %s takes no more steps than any, and is kept no more", (_, input) => {
  const { result, quoted, steps } = searchResult(rejected(input), "company");
  expect(steps).toBeLessThanOrEqual(MOST);
  expect(quoted).toBeNull();
  expect(result).toMatchObject({ outcome: "rejected", code: "INVALID_FIELD", inputDropped: "crowded" });
  expect(result).not.toHaveProperty("input");
});

test("a row of 256 KB of prose is kept", () => {
  const given = rejected({
    email: "jane@example",
    notes: "Gr\u00f6\u00dfe \u{1f600} of a.b. ".repeat(14_000),
  });
  expect(searchResult(given, "contact")).toMatchObject({ result: given, quoted: [] });
});

test("what was refused and names nobody isn't marked like a row that names nobody, which expires", () => {
  const given = applied([stale("phone", "+1 66 66")]);
  expect(searchResult(given, "contact")).toMatchObject({ result: given, quoted: null });
});

test("a long text that was refused doesn't keep an address beside it from being named", () => {
  const [note, address] = [stale("notes", " @a".repeat(1_600)), stale("email", "jane@example.com")];
  const { result, quoted } = searchResult(applied([note, address]));
  expect(quoted).toContainEqual({ entity: "contact", kind: "email", value: "jane@example.com" });
  expect(result).toMatchObject({ fieldRejections: [{ field: "notes", reason: "stale" }, address] });
  expect(JSON.stringify(result)).not.toContain("@a");
});

test("no refused value is kept that wasn't searched to its end", () => {
  const noise = fc.tuple(fc.constantFrom(" @a", "prose ", "\u0301\u0316", "/in/"), fc.nat({ max: 600 }));
  const values = fc.array(noise, { maxLength: 6 });
  fc.assert(
    fc.property(values, (texts) => {
      const rejections = texts.map(([piece, count], i) =>
        stale(`f${i}`, `${piece.repeat(count)} p${i}@example.com`),
      );
      const { result, quoted, steps } = searchResult(applied(rejections));
      expect(steps).toBeLessThanOrEqual(MOST);
      if (result.outcome === "rejected") throw new Error("it was applied");
      for (const [i, { rejectedValue }] of result.fieldRejections.entries()) {
        if (rejectedValue === undefined) continue;
        expect(rejectedValue).toBe(rejections[i]?.rejectedValue);
        expect(quoted).toContainEqual({ entity: "contact", kind: "email", value: `p${i}@example.com` });
      }
    }),
  );
});

/** Texts that name somebody, behind and before what JSON escapes. */
const naming = fc
  .tuple(
    fc.constantFrom("", "\n", "\t", "\r\n", '"', "\\", "\0", "\ud83d", "see "),
    fc.constantFrom(
      "jane@example.com",
      "ctc_0123456789abcdefG",
      "https://www.linkedin.com/in/jane",
      "nobody",
    ),
    fc.constantFrom("", "\n", '"', "\0", " soon"),
  )
  .map((parts) => parts.join(""));

test("what is kept as a text of JSON names whom its values name", () => {
  const value = fc.letrec((tie) => ({
    any: fc.oneof(
      { maxDepth: 3 },
      naming,
      fc.array(tie("any"), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom("email", "notes", "contactId"), tie("any")),
    ),
  })).any;
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom("email", "notes", "of"), value), (input) => {
      const asText = searchResult(rejected({ _raw: JSON.stringify(input) }), "contact");
      expect(asText.quoted).toEqual(searchResult(rejected(input), "contact").quoted);
    }),
    { numRuns: 300 },
  );
});

test("JSON that is nested without end is searched as a text", () => {
  const deep = `${"[".repeat(100_000)}"jane@example.com"${"]".repeat(100_000)}`;
  const { quoted } = searchResult(rejected({ _raw: deep }), "contact");
  expect(quoted).toContainEqual({ entity: "contact", kind: "email", value: "jane@example.com" });
});
