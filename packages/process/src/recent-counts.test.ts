import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createRecentCounts } from "./recent-counts.ts";

const KEPT = 5;
const step = fc.record({
  pass: fc.nat(3_000),
  name: fc.constantFrom("applied" as const, "rejected" as const),
  count: fc.integer({ min: 1, max: 100 }),
});

test("each of the last seconds has what was counted in it, once it is over", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), fc.nat(8_000), (steps, later) => {
      let time = 1_700_000_000_000;
      const recent = createRecentCounts(["applied", "rejected"], { kept: KEPT, now: () => time });
      const told = steps.map(({ pass, name, count }) => {
        time += pass;
        recent.add(name, count);
        return { second: Math.floor(time / 1_000), name, count };
      });
      time += later;
      const current = Math.floor(time / 1_000);
      const sum = (second: number, wanted: string) =>
        told
          .filter((each) => each.second === second && each.name === wanted)
          .reduce((all, { count }) => all + count, 0);
      const expected = [...new Set(told.map(({ second }) => second))]
        .filter((second) => second < current && second >= current - KEPT)
        .map((second) => ({
          at: new Date(second * 1_000).toISOString(),
          applied: sum(second, "applied"),
          rejected: sum(second, "rejected"),
        }));
      expect(recent.seconds()).toEqual(expected);
    }),
  );
});

test("whatever happens, no more than the last seconds are in memory", () => {
  let time = 0;
  const recent = createRecentCounts(["applied"], { kept: KEPT, now: () => time });
  for (; time < 100_000; time += 250) recent.add("applied", 1);
  expect(recent.seconds()).toHaveLength(KEPT);
  expect(recent.seconds().every(({ applied }) => applied === 4)).toBe(true);
});
