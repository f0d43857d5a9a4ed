import fc from "fast-check";
import { expect, test } from "vitest";
import { createWatermark } from "./queue-watermark.ts";

const options = { addMs: 30, graceMs: 20, skewMs: 5 };

test("what is before it was at no look of the time of grace in the queue, or on its way there", () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ afterMs: fc.integer({ min: 1, max: 15 }), ageMs: fc.option(fc.nat(100)) }), {
        maxLength: 40,
      }),
      (steps) => {
        const watermark = createWatermark(options);
        const seen: { at: number; before: number }[] = [];
        let now = 1_000;
        for (const { afterMs, ageMs } of steps) {
          now += afterMs;
          const oldestAt = ageMs === null ? undefined : now - ageMs;
          seen.push({
            at: now,
            before: Math.min((oldestAt ?? Infinity) - options.skewMs, now - options.addMs),
          });
          const found = watermark.look(oldestAt, now);
          expect(found?.lookedAt ?? now).toBe(now);
          const from = seen.findLastIndex(({ at }) => at <= now - options.graceMs);
          const expected = from < 0 ? undefined : Math.min(...seen.slice(from).map(({ before }) => before));
          expect(found?.passedBefore).toBe(expected);
        }
      },
    ),
  );
});

test("where the time was set back, what was known of later times is known no more", () => {
  const watermark = createWatermark(options);
  watermark.look(undefined, 1_000);
  expect(watermark.look(undefined, 1_020)?.passedBefore).toBe(970);
  expect(watermark.look(undefined, 500)).toBeUndefined();
  expect(watermark.look(undefined, 520)?.passedBefore).toBe(470);
});
