import * as fc from "fast-check";
import { expect, test } from "vitest";
import { withoutOverlaps } from "./erasure.ts";
import type { ErasedRange } from "./erasure.ts";

const range = fc
  .record({ recordId: fc.constantFrom("ctc_1", "ctc_2"), from: fc.nat(20), length: fc.nat(6) })
  .map(({ recordId, from, length }) => ({ recordId, from, to: from + length }));

test("ranges without their overlaps hold the same clocks, each of them once", () => {
  fc.assert(
    fc.property(fc.array(range, { maxLength: 8 }), (ranges) => {
      const clocksIn = (all: readonly ErasedRange[]) =>
        all.flatMap(({ recordId, from, to }) =>
          Array.from({ length: to - from + 1 }, (_, n) => `${recordId} ${from + n}`),
        );
      const apart = clocksIn(withoutOverlaps(ranges));
      expect(apart.toSorted()).toEqual([...new Set(clocksIn(ranges))].toSorted());
    }),
  );
});
