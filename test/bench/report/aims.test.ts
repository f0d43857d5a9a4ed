import { expect, test } from "vitest";
import { describeAim, judgeAims } from "./aims.ts";
import { createFigures } from "./figures.ts";
import type { Figure } from "./figures.ts";

test("a latency aims at most at its ratio, a rate at least", () => {
  const judged = judge({ sync128p50: 25, naive128p50: 100, sync128: 390, naive128: 100 });
  expect(judged).toEqual([
    "p50 (d) / (f), 128 connections: 0.25 (aim at most 0.3: met)",
    "requests/s (d) / (f), 128 connections: 3.90 (aim at least 4: NOT met)",
  ]);
});

test("what is committed is compared with the handler at its best", () => {
  const judged = judge({ committed: 1_000, naive1: 10, naive8: 200, naive32: 100 });
  expect(judged).toEqual(["committed (c) / (f) at its best: 5.00 (aim at least 5: met)"]);
});

function judge(measured: Partial<Record<Figure, number>>): string[] {
  const figures = createFigures(() => {});
  for (const [figure, value] of Object.entries(measured)) {
    const column = figure.startsWith("naive") ? "neither" : "redis";
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- TypeScript's entries() forgets the names
    figures.add(column, figure as Figure, value);
  }
  return judgeAims(figures, ["redis"]).map(
    (aim) => `${aim.what}: ${aim.ratio.toFixed(2)} (${describeAim(aim)})`,
  );
}
