import { expect, test } from "vitest";
import { judgeMemory } from "./judge-memory.ts";

const MB = 1_000_000;
const SAMPLES = 40;

function samples(of: (n: number) => number): number[] {
  return Array.from({ length: SAMPLES }, (_, n) => of(n));
}

test("memory that settles, and goes up and down, is flat", () => {
  expect(judgeMemory(samples((n) => (n < 3 ? 60 * MB + n * 5 * MB : 75 * MB + (n % 4) * MB))).isFlat).toBe(
    true,
  );
});

test("30 bytes more for each of 500,000 requests are not", () => {
  expect(judgeMemory(samples((n) => 75 * MB + (n * 500_000 * 30) / SAMPLES)).isFlat).toBe(false);
});

test("one large moment counts for nothing", () => {
  expect(judgeMemory(samples((n) => (n === SAMPLES - 2 ? 900 * MB : 75 * MB))).isFlat).toBe(true);
});
