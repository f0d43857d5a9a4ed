import * as fc from "fast-check";
import { expect, test } from "vitest";
import { isLater, isSameStamp, stampOf } from "./stamp.ts";

const few = fc.integer({ min: 0, max: 5 });
const stamp = fc.record({ effective: few, clock: few });

test("the effective time is never past the clock, and the clock without observedAt", () => {
  fc.assert(
    fc.property(fc.nat(), fc.nat(), (clock, observedAt) => {
      expect(stampOf(clock)).toEqual({ effective: clock, clock });
      expect(stampOf(clock, observedAt)).toEqual({
        effective: observedAt < clock ? observedAt : clock,
        clock,
      });
    }),
  );
});

test("isLater is a strict total order, the effective time first", () => {
  fc.assert(
    fc.property(stamp, stamp, stamp, (a, b, c) => {
      expect(isLater(a, a)).toBe(false);
      const same = a.effective === b.effective && a.clock === b.clock;
      expect([isLater(a, b), isLater(b, a), same].filter(Boolean)).toHaveLength(1);
      if (isLater(a, b) && isLater(b, c)) expect(isLater(a, c)).toBe(true);
      if (a.effective > b.effective) expect(isLater(a, b)).toBe(true);
    }),
  );
});

test("anything is later than nothing", () => {
  expect(isLater({ effective: 0, clock: 0 }, undefined)).toBe(true);
});

test("two stamps are of the same write if neither time differs, and nothing is the same as nothing only", () => {
  fc.assert(
    fc.property(stamp, stamp, (a, b) => {
      expect(isSameStamp(a, { ...a })).toBe(true);
      expect(isSameStamp(a, b)).toBe(!isLater(a, b) && !isLater(b, a));
      expect([isSameStamp(a, undefined), isSameStamp(undefined, a)]).toEqual([false, false]);
    }),
  );
  expect(isSameStamp({ effective: 1, clock: 2 }, { effective: 0, clock: 2 })).toBe(false);
  expect(isSameStamp({ effective: 1, clock: 2 }, { effective: 1, clock: 3 })).toBe(false);
  expect(isSameStamp(undefined, undefined)).toBe(true);
});
