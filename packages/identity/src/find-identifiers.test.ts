import fc from "fast-check";
import { afterEach, expect, test, vi } from "vitest";
import {
  CANDIDATE_STEPS,
  canonicalEmail,
  canonicalLinkedinProfile,
  findIdentifiers,
  isStackable,
} from "./index.ts";

afterEach(() => vi.restoreAllMocks());

const PIECES = [
  "@",
  " @a",
  "a@",
  "@a.",
  "a@b.de ",
  "/in/",
  "/in/jane",
  "/sales/lead/",
  "%40",
  "%2f",
  "%ff",
  "a.de ",
  "linkedin.com/in/",
  "<",
  " ",
  "caf\u00e9",
];
const ACCENTS = ["\u0301\u0316", "\u00ad", "\u200b", "%cc%81%cc%96", "%e2%80%8b", "%40"];

const repeated = (pieces: readonly string[], most: number) =>
  fc
    .array(fc.tuple(fc.constantFrom(...pieces), fc.integer({ min: 1, max: most })), { maxLength: 20 })
    .map((runs) => runs.map(([piece, count]) => piece.repeat(count)).join(""));

const options = fc.record({
  entity: fc.constantFrom("contact" as const, "company" as const),
  field: fc.constantFrom("notes", "linkedinUrl"),
});

test("every character and every @ is charged, also where nothing is found at it", () => {
  fc.assert(
    fc.property(repeated(PIECES, 50), options, (text, about) => {
      const budget = { left: 1_000_000_000 };
      findIdentifiers(text, { ...about, budget });
      const places = text.split("@").length - 1;
      expect(1_000_000_000 - budget.left).toBeGreaterThan(text.length + places * CANDIDATE_STEPS);
    }),
  );
});

test("a budget that isn't used up has found everything, and one that is says so by 0", () => {
  fc.assert(
    fc.property(repeated(PIECES, 5), options, fc.nat({ max: 50 }), (text, about, candidates) => {
      const budget = { left: candidates * CANDIDATE_STEPS };
      const found = findIdentifiers(text, { ...about, budget });
      const all = findIdentifiers(text, { ...about, budget: { left: Infinity } });
      expect(budget.left).toBeGreaterThanOrEqual(0);
      expect(all.slice(0, found.length)).toEqual(found);
      if (budget.left > 0) expect(found).toEqual(all);
    }),
  );
});

test("no heap of accents is normalised, whatever stands between them; a text that has one uses the budget up", () => {
  const normalize = vi.spyOn(String.prototype, "normalize");
  fc.assert(
    fc.property(repeated(ACCENTS, 20), options, (accents, about) => {
      const text = `jane@example.com ${accents}`;
      const budget = { left: Infinity };
      findIdentifiers(text, { ...about, budget });
      if (!isStackable(accents)) expect(budget.left).toBe(0);
      for (const rule of [canonicalEmail, canonicalLinkedinProfile])
        for (const raw of [`a${accents}@example.com`, `linkedin.com/in/a${accents}`]) rule(raw);
      for (const normalized of normalize.mock.contexts) expect(isStackable(String(normalized))).toBe(true);
      normalize.mockClear();
    }),
  );
});
