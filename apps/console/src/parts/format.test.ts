import * as fc from "fast-check";
import { expect, test } from "vitest";
import { ago, count, duration, rate, dayTime } from "./format.ts";

test.each([
  [0, "0 ms"],
  [999, "999 ms"],
  [1_000, "1 s"],
  [59_999, "59 s"],
  [3_600_000, "1 h"],
  [259_200_000, "3 d"],
])("%d ms is %s", (ms, text) => {
  expect(duration(ms)).toBe(text);
});

test("a duration never claims more than there was, and less than one more of its unit", () => {
  const sizes: Readonly<Record<string, number>> = {
    ms: 1,
    s: 1_000,
    min: 60_000,
    h: 3_600_000,
    d: 86_400_000,
  };
  fc.assert(
    fc.property(fc.nat(1_000_000_000), (ms) => {
      const [number = "", unit = ""] = duration(ms).split(" ");
      const size = sizes[unit] ?? NaN;
      const told = Number(number.replaceAll(",", "")) * size;
      expect(told).toBeLessThanOrEqual(ms);
      expect(ms - told).toBeLessThan(size);
    }),
  );
});

test("counts, rates and times", () => {
  expect([count(1_234_567), rate(0.25), rate(12.6), rate(0)]).toEqual(["1,234,567", "0.3/s", "13/s", "0/s"]);
  expect([ago(0, 500), ago(0, 65_000), ago(65_000, 0)]).toEqual(["now", "1 min ago", "in 1 min"]);
  const at = new Date(2026, 10, 29, 13, 5, 9).getTime();
  expect([dayTime(at, { seconds: false }), dayTime(at, { seconds: true })]).toEqual(["13:05", "13:05:09"]);
});
