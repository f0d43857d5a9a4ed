import fc from "fast-check";
import { expect, test } from "vitest";
import { AT_ONCE, paceAfter, SLOW } from "./pace.ts";

const attempts = fc.array(
  fc.record({
    delivered: fc.oneof({ weight: 20, arbitrary: fc.constant(true) }, fc.constant(false)),
    durationMs: fc.integer({ min: 0, max: 10_000 }),
  }),
  { minLength: 1, maxLength: 100 },
);
const elapsed = fc.double({ min: 0, max: 60_000, noNaN: true });
const before = { taken: 64, read: 16 };

test("what is taken and read ahead goes within a second and a tenth at the pace of before; of who fails nothing is", () => {
  fc.assert(
    fc.property(attempts, elapsed, (sent, elapsedMs) => {
      const { taken, read } = paceAfter(sent, elapsedMs, before);
      const slowestMs = Math.max(...sent.map(({ durationMs }) => durationMs));
      const eachMs = Math.max(elapsedMs / sent.length, slowestMs / AT_ONCE);
      if (sent.some(({ delivered }) => !delivered)) expect({ taken, read }).toEqual(SLOW);
      if (taken > AT_ONCE) expect(taken * eachMs).toBeLessThanOrEqual(1_000.001);
      if (read > 1) expect(read * eachMs).toBeLessThanOrEqual(100.001);
      expect(taken).toBeGreaterThanOrEqual(AT_ONCE);
      expect(read).toBeGreaterThanOrEqual(1);
      expect(taken).toBeLessThanOrEqual(64);
      expect(read).toBeLessThanOrEqual(16);
      expect(paceAfter([], elapsedMs, before)).toBe(before);
    }),
  );
});

test("a quick receiver gets many from one transaction, a slow one what it has room for", () => {
  const eight = Array.from({ length: 8 }, () => ({ delivered: true, durationMs: 3 }));
  expect(paceAfter(eight, 10, SLOW)).toEqual({ taken: 64, read: 16 });
  expect(paceAfter(eight, 100, SLOW)).toEqual({ taken: 64, read: 8 });
  expect(paceAfter(eight, 8_000, before)).toEqual(SLOW);
  const together = eight.map((each) => ({ ...each, durationMs: 9_000 }));
  expect(paceAfter(together, 1, before)).toEqual(SLOW);
});
