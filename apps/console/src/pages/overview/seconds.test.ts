import type { Cluster } from "@onefold/client/types";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { addSeconds, chartOf, ratesOf } from "./seconds.ts";
import type { Seconds } from "./seconds.ts";

const START = 1_700_000_000;
const iso = (second: number) => new Date(second * 1_000).toISOString();

interface Work {
  readonly process: number;
  readonly second: number;
  readonly accepted: number;
}

/** What a cluster tells at a time: of each process the last 15 seconds. */
function told(work: readonly Work[], now: number): Pick<Cluster, "at" | "processes"> {
  return {
    at: iso(now),
    // They may have one name: an API and a worker of one process.
    processes: ([0, 1] as const).map((process) => ({
      app: process === 0 ? "api" : "worker",
      name: "host:7",
      seenAt: iso(now),
      isSilent: false,
      lastSeconds: work
        .filter((each) => each.process === process && each.second < now && each.second >= now - 15)
        .map(({ second, accepted }) => ({
          at: iso(second),
          accepted,
          applied: 0,
          rejected: 0,
          conflicts: 0,
        })),
    })),
  };
}

const work = fc
  .uniqueArray(
    fc.record({ process: fc.nat(1), second: fc.nat(200), accepted: fc.integer({ min: 1, max: 50 }) }),
    {
      selector: ({ process, second }) => `${process} ${second}`,
      maxLength: 80,
    },
  )
  .map((all) => all.map((each) => ({ ...each, second: START + each.second })));

test("however often a second is told, it is shown once, with what all processes did in it", () => {
  fc.assert(
    fc.property(work, fc.integer({ min: 1, max: 6 }), (done, step) => {
      let kept: Seconds = new Map();
      let now = START;
      for (; now < START + 210; now += step) kept = addSeconds(kept, told(done, now));
      const [times, accepted = []] = chartOf(kept, iso(now));
      expect(times).toHaveLength(120);
      times.forEach((second, index) => {
        const sum = done
          .filter((each) => each.second === second)
          .reduce((all, each) => all + each.accepted, 0);
        expect(accepted[index], iso(second)).toBe(sum);
      });
    }),
    { numRuns: 50 },
  );
});

test("what isn't shown any more is forgotten", () => {
  let kept: Seconds = new Map();
  for (let now = START; now < START + 1_000; now++)
    kept = addSeconds(kept, told([{ process: 0, second: now - 1, accepted: 1 }], now));
  expect(kept.size).toBeLessThan(150);
});

test("a rate is what happened in the last seconds that are shown", () => {
  expect(
    ratesOf(
      [
        [1, 2, 3],
        [100, 4, 6],
        [0, 0, 1],
      ],
      2,
    ),
  ).toEqual([5, 0.5]);
});
