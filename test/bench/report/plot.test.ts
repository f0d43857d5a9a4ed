import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { plot } from "./plot.ts";

const drawn = (points: readonly { x: number; y: number }[], isLogarithmic = false) =>
  plot({
    title: "a < b & c",
    x: { title: "x", isLogarithmic },
    y: { title: "y" },
    series: [{ name: "s", points }],
  });

/** The points as they lie on the page. */
const dotsOf = (svg: string) =>
  Array.from(svg.matchAll(/<circle cx="([\d.]+)" cy="([\d.]+)"/g), ([, x, y]) => ({
    x: Number(x),
    y: Number(y),
  }));

describe("a plot", () => {
  test("has each point on the page, further right the larger x is, further up the larger y is", () => {
    const value = fc.integer({ min: 1, max: 10_000_000 });
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.record({ x: value, y: value }), {
          minLength: 1,
          maxLength: 9,
          selector: ({ x }) => x,
        }),
        fc.boolean(),
        (points, isLogarithmic) => {
          const dots = dotsOf(drawn(points, isLogarithmic));
          const inOrder = points.toSorted((a, b) => a.x - b.x);
          expect(dots).toHaveLength(points.length);
          for (const [n, dot] of dots.entries()) {
            expect(dot.x).toBeGreaterThanOrEqual(72);
            expect(dot.x).toBeLessThanOrEqual(696);
            expect(dot.y).toBeGreaterThanOrEqual(40);
            expect(dot.y).toBeLessThanOrEqual(316);
            for (const [m, other] of dots.entries()) {
              if (m > n) expect(other.x).toBeGreaterThanOrEqual(dot.x);
              if ((inOrder[m]?.y ?? 0) > (inOrder[n]?.y ?? 0)) expect(other.y).toBeLessThanOrEqual(dot.y);
            }
          }
        },
      ),
    );
  });

  test("begins at 0, and ends at a round value above the highest", () => {
    const svg = drawn([
      { x: 1, y: 3 },
      { x: 128, y: 97 },
    ]);
    for (const mark of ["0", "20", "100", "1", "128"]) expect(svg).toContain(`>${mark}</text>`);
    expect(svg).not.toContain(">120</text>");
  });

  test("of a logarithmic axis has equal ratios at equal distances", () => {
    const [one, two, three] = dotsOf(
      drawn(
        [10, 1_000, 100_000].map((x) => ({ x, y: 1 })),
        true,
      ),
    );
    expect((two?.x ?? 0) - (one?.x ?? 0)).toBeCloseTo((three?.x ?? 0) - (two?.x ?? 0), 0);
  });

  test("is well-formed, whatever it is called", () => {
    expect(drawn([{ x: 1, y: 0 }])).toContain("a &lt; b &amp; c");
  });

  test("of nothing is refused", () => {
    expect(() => drawn([])).toThrow(RangeError);
  });
});
