import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { jobField, readJobField } from "@onefold/identity";
import type { LoadedRecord } from "./commit-state.ts";
import { charactersOf, fitsOneRecord, fittingValues, MAX_CHARACTERS } from "./fitting-values.ts";
import { item } from "./support/folding.ts";

const recordOf = (fields: Record<string, string | number | boolean>): LoadedRecord => ({
  teamId: "tea_1",
  recordId: "ctc_1",
  state: { fields, stamps: {}, origin: { clock: 1, source: "api", createdBy: "usr_1" } },
  identifiers: [],
  updatedClock: 1,
});
const give = (record: LoadedRecord, set: Record<string, string | number | boolean>) =>
  fittingValues(record, item(2, { set }).upsert);
/** A text with which a field of a name of two characters takes so much. */
const ofSize = (characters: number) => "x".repeat(characters - 2);

test("each value takes its characters and those of its name, and a number or a boolean eight", () => {
  expect(charactersOf({})).toBe(0);
  expect(charactersOf({ ab: "xyz", n: 1, yes: true })).toBe(5 + 9 + 11);
});

describe("a record holds so much, and no more", () => {
  test.each([
    { more: 0, isFitting: true },
    { more: 1, isFitting: false },
  ])("with $more past the limit: $isFitting", ({ more, isFitting }) => {
    const refused = (field: string, rejectedValue: string | number) => ({
      field,
      reason: "limit",
      rejectedValue,
      conflictingRecordId: "ctc_1",
    });
    const value = ofSize(MAX_CHARACTERS + more);
    expect(fitsOneRecord({ aa: value })).toBe(isFitting);
    expect(give(recordOf({}), { aa: value })).toEqual(
      isFitting ? { set: { aa: value }, refused: [] } : { set: {}, refused: [refused("aa", value)] },
    );
    expect(give({ ...recordOf({}), state: undefined }, { aa: value }).refused).toHaveLength(more);
    // Beside others, in place of another, and all or nothing of what is given.
    const [half, rest] = [ofSize(MAX_CHARACTERS / 2), ofSize(MAX_CHARACTERS / 2 + more)];
    expect(give(recordOf({ aa: half }), { bb: rest }).refused).toHaveLength(more);
    expect(give(recordOf({ aa: half, bb: half }), { bb: rest }).refused).toHaveLength(more);
    const number = { n: 1 };
    const beside = ofSize(MAX_CHARACTERS - 9 + more);
    expect(give(recordOf({}), { aa: beside, ...number })).toEqual(
      isFitting
        ? { set: { aa: beside, ...number }, refused: [] }
        : { set: {}, refused: [refused("aa", beside), refused("n", 1)] },
    );
  });

  test("one that has too much takes what makes it no larger", () => {
    const large = recordOf({ aa: ofSize(MAX_CHARACTERS + 100) });
    expect(give(large, { aa: ofSize(MAX_CHARACTERS + 100) }).refused).toEqual([]);
    expect(give(large, { aa: ofSize(MAX_CHARACTERS + 99) }).refused).toEqual([]);
    expect(give(large, { aa: ofSize(MAX_CHARACTERS + 101) }).refused).toHaveLength(1);
    expect(give(large, {}).refused).toEqual([]);
  });
});

test("what is kept of jobs isn't counted: it is bounded by how many there are", () => {
  const said = { jobTitle: "CTO", jobDescription: "x".repeat(5_000) };
  const ofJob = Object.fromEntries(
    Object.entries(said).map(([field, value]) => [jobField("cpn_1", field), value]),
  );
  expect(charactersOf({ ...said, ...ofJob, [jobField("cpn_1")]: 7 })).toBe(charactersOf(said));
  const rest = { aa: ofSize(MAX_CHARACTERS - charactersOf(said)) };
  for (const record of [recordOf({}), { ...recordOf({}), state: undefined }, recordOf(ofJob)])
    expect(give(record, { ...said, ...ofJob, ...rest }).refused).toEqual([]);
  expect(
    give(recordOf(ofJob), { ...said, ...ofJob, aa: `${rest.aa}x` }).refused.map(({ field }) => field),
  ).toEqual(["jobTitle", "jobDescription", "aa"]);
});

test("what fits is what the record would then hold", () => {
  const value = fc.oneof(
    fc.integer(),
    fc.boolean(),
    fc.constantFrom(0, 1, 50_000, 131_000, 262_000).map((length) => "x".repeat(length)),
  );
  const fields = fc.dictionary(fc.constantFrom("a", "bb", "ccc", jobField("cpn_1", "jobTitle")), value);
  fc.assert(
    fc.property(fields, fields, (before, set) => {
      const after = charactersOf({ ...before, ...set });
      const isFitting = after <= MAX_CHARACTERS || after <= charactersOf(before);
      expect(give(recordOf(before), set).refused.length === 0).toBe(
        isFitting || Object.keys(set).every((field) => readJobField(field)),
      );
    }),
  );
});
