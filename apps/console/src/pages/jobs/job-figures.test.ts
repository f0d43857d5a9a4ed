import * as fc from "fast-check";
import { expect, test } from "vitest";
import { doneOf, rateOf } from "./job-figures.ts";

const NONE = { created: 0, updated: 0, unmodified: 0, rejected: 0, cancelled: 0, conflicts: 0 };
const acceptedAt = "2026-11-28T12:00:00.000Z";
const begun = Date.parse(acceptedAt);

test("a rate is what was done by the time that it took, until now or the end, and never below nothing", () => {
  fc.assert(
    fc.property(
      fc.nat({ max: 1_000_000 }),
      fc.nat({ max: 1_000_000 }),
      fc.integer({ min: -60_000, max: 86_400_000 }),
      fc.boolean(),
      (done, pending, ms, isEnded) => {
        const counts = { ...NONE, total: done + pending, pending, created: done };
        const job = {
          counts,
          acceptedAt,
          ...(isEnded && { finishedAt: new Date(begun + ms).toISOString() }),
        };
        expect(doneOf(job)).toBe(done);
        const rate = rateOf(job, begun + (isEnded ? 999_999_999 : ms));
        if (done === 0 || ms <= 0) expect(rate).toBeUndefined();
        else expect(rate).toBeCloseTo(done / (ms / 1_000));
      },
    ),
  );
});

test("rows that were cancelled were not applied", () => {
  const counts = { ...NONE, total: 10, pending: 0, created: 4, cancelled: 6 };
  expect(rateOf({ counts, acceptedAt, finishedAt: "2026-11-28T12:00:02.000Z" }, 0)).toBe(2);
});
