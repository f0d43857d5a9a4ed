import fc from "fast-check";
import { afterEach, expect, test, vi } from "vitest";
import {
  CANDIDATE_STEPS,
  canonicalEmail,
  canonicalLinkedinProfile,
  definitionOf,
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

test("whatever is found is an identifier of its entity in canonical form", () => {
  fc.assert(
    fc.property(repeated(PIECES, 5), options, (text, about) => {
      for (const { entity, kind, value } of findIdentifiers(text, { ...about, budget: { left: Infinity } })) {
        const rule = definitionOf(entity).identifiers.find((identifier) => identifier.kind === kind);
        expect(rule?.canonical(value)).toBe(value);
      }
    }),
  );
});

test("with nothing left, nothing is looked for", () => {
  const budget = { left: 0 };
  const about = { entity: "contact", field: "notes" } as const;
  expect(findIdentifiers("jane@example.com", { ...about, budget })).toEqual([]);
  expect(budget.left).toBe(0);
});

// As a rule is held only against what may be an identifier of its kind, a budget is enough for much ordinary text.
test.each([
  ["some words of no interest", "contact", 0],
  ["some words, and a full stop.", "contact", 0],
  ["some words of no interest", "company", 0],
  ["jane@example.com", "contact", 2],
  ["Jane <jane@example.com>, Bob <bob@example.com>", "contact", 3],
  ["a mail to a@ and nothing else", "contact", 2],
  ["see acme.example for more", "company", 2],
  ["https://acme.example/in/jane", "contact", 3],
] as const)("%j of a %s costs %i checks", (text, entity, checks) => {
  const budget = { left: 1_000_000 };
  findIdentifiers(text, { entity, field: "notes", budget });
  const rest = 1_000_000 - budget.left - checks * CANDIDATE_STEPS;
  // Reading it once costs less than a check.
  expect(rest).toBeGreaterThanOrEqual(text.length);
  expect(rest).toBeLessThan(2 * text.length + 100);
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
