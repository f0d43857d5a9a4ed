import fc from "fast-check";
import { expect, test } from "vitest";
import { chunkJobOptions, retryDelayMs } from "./chunk-job.ts";

test("a retry's delay grows, and never past 30 s however often it failed", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1_000_000 }), (attempt) => {
      const delay = retryDelayMs(attempt);
      expect(delay).toBeGreaterThanOrEqual(100);
      expect(delay).toBeLessThanOrEqual(30_000);
      if (attempt > 9) expect(delay).toBeGreaterThanOrEqual(15_000);
    }),
  );
});

test("the attempts outlast 14 days of a store that fails", () => {
  expect((chunkJobOptions("c1").attempts ?? 0) * 15).toBeGreaterThan(14 * 24 * 3_600);
});
