import fc from "fast-check";
import { expect, test } from "vitest";
import { flowWith, isFlood, MOST, WITHIN_MS } from "./flood.ts";
import type { Flow } from "./flood.ts";

const floods = (count: number, everyMs: number) => {
  let flow: Flow = { since: 0, count: 0 };
  return Array.from({ length: count }, (_, n) => (flow = flowWith(flow, Math.floor(n * everyMs)))).some(
    isFlood,
  );
};

test("whatever comes at once up to the most is shown, and one more is a flood", () => {
  expect([floods(MOST, 0), floods(MOST + 1, 0)]).toEqual([false, true]);
});

test("what comes slower than the most in its time is never a flood, however long it comes", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 50 }), (times) => {
      expect(floods(2 * MOST, (times * (WITHIN_MS + 1)) / MOST)).toBe(false);
    }),
    { numRuns: 20 },
  );
});
