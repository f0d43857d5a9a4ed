import fc from "fast-check";
import { expect, test } from "vitest";
import { isPaused, PROBED_AFTER, probePauseMs, retryPauseMs } from "./pauses.ts";

const random = fc.double({ min: 0, max: 1, noNaN: true });

test("the pauses of a message grow, and end", () => {
  fc.assert(
    fc.property(random, random, (one, other) => {
      let before = 0;
      let tries = 1;
      for (;;) {
        const pause = retryPauseMs(tries, { random: tries % 2 === 0 ? one : other });
        if (pause === undefined) break;
        expect(pause).toBeGreaterThan(before * 0.9);
        before = pause;
        tries++;
      }
      expect(tries).toBe(10);
    }),
  );
});

test("no attempt comes before what the other end asked for, up to a day", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 9 }), fc.nat(), random, (tries, retryAfterMs, each) => {
      const pause = retryPauseMs(tries, { retryAfterMs, random: each }) ?? 0;
      expect(pause).toBeGreaterThanOrEqual(Math.min(retryAfterMs, 86_400_000));
      expect(pause).toBeLessThanOrEqual(1.1 * 86_400_000);
    }),
  );
});

test("a webhook that fails is probed within minutes, however long it fails", () => {
  fc.assert(
    fc.property(fc.nat(), random, (failures, each) => {
      expect(probePauseMs(failures, each)).toBeGreaterThan(4_000);
      expect(probePauseMs(failures, each)).toBeLessThanOrEqual(330_000);
    }),
  );
});

test("what comes doesn't hurry a probe", () => {
  expect(isPaused({ failures: PROBED_AFTER, nextAt: 10, now: 5 })).toBe(true);
  expect(isPaused({ failures: PROBED_AFTER, nextAt: 5, now: 5 })).toBe(false);
  expect(isPaused({ failures: PROBED_AFTER - 1, nextAt: 10, now: 5 })).toBe(false);
  expect(isPaused({ failures: PROBED_AFTER, now: 5 })).toBe(false);
});
