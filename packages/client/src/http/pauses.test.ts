import fc from "fast-check";
import { expect, test } from "vitest";
import { pauseAfter, readRetryAfter, sleep } from "./pauses.ts";

const random = fc.double({ min: 0, max: 1, noNaN: true });

test("pauses grow to an end, half of each is random, and the service's own time is kept", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1_000 }),
      random,
      fc.option(fc.nat(60_000)),
      (attempt, chance, asked) => {
        const pause = pauseAfter(attempt, asked ?? undefined, chance);
        expect(pause).toBeGreaterThanOrEqual(Math.max(125, asked ?? 0));
        expect(pause).toBeLessThanOrEqual(Math.max(15_000, (asked ?? 0) + 250));
        expect(pauseAfter(attempt + 1, asked ?? undefined, chance)).toBeGreaterThanOrEqual(pause);
      },
    ),
  );
});

test("no pause is longer than a timer takes", () => {
  fc.assert(
    fc.property(fc.double({ min: 2 ** 31 - 1, noNaN: true }), random, (asked, chance) => {
      expect(pauseAfter(1, asked, chance)).toBe(2 ** 31 - 1);
    }),
  );
});

test.each([
  ["2", 2_000],
  ["0", 0],
  ["0.5", 500],
  ["Thu, 01 Jan 1970 00:00:12 GMT", 2_000],
  ["Thu, 01 Jan 1970 00:00:01 GMT", 0],
  ["-1", undefined],
  ["soon", undefined],
  ["", undefined],
  [null, undefined],
])("Retry-After %j is %j ms", (header, ms) => {
  expect(readRetryAfter(header, 10_000)).toBe(ms);
});

test("a pause ends by its signal, before or within", async () => {
  const stop = new AbortController();
  const slept = sleep(60_000, stop.signal);
  const reason = new Error("enough");
  stop.abort(reason);
  await expect(slept).rejects.toBe(reason);
  await expect(sleep(60_000, stop.signal)).rejects.toBe(reason);
});
