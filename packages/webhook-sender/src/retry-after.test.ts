import fc from "fast-check";
import { expect, it } from "vitest";
import { MAX_RETRY_AFTER_MS, readRetryAfter } from "./retry-after.ts";

const now = new Date("2026-11-28T12:00:00Z");

it("reads seconds and dates, at most a day, never less than nothing", () => {
  fc.assert(
    fc.property(fc.integer({ min: -100_000, max: 200_000 }), (seconds) => {
      const expected = Math.min(Math.max(seconds, 0) * 1000, MAX_RETRY_AFTER_MS);
      if (seconds >= 0) expect(readRetryAfter(` ${seconds} `, now)).toBe(expected);
      expect(readRetryAfter(new Date(now.getTime() + seconds * 1000).toUTCString(), now)).toBe(expected);
    }),
  );
  expect(readRetryAfter("9".repeat(400), now)).toBe(MAX_RETRY_AFTER_MS);
});

it.each([undefined, "", "soon", "-5", "1.5", "2026-11-28", "Infinity", "Sat, 99 Nov 2026 12:00:00 GMT"])(
  "takes %s for nothing",
  (header) => {
    expect(readRetryAfter(header, now)).toBeUndefined();
  },
);
