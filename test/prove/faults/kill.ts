import { setTimeout as delay } from "node:timers/promises";
import type { AppProcess, FaultPoint } from "../deployment/app-process.ts";
import { BACKENDS } from "../deployment/options.ts";
import { createRandom } from "../random.ts";
import type { Random } from "../random.ts";
import { appsOf } from "./choose.ts";
import type { App } from "./choose.ts";
import type { Fault } from "./fault.ts";

/** Of each process in one injection: a long run needs a thousand of workers. */
const KILLS = { worker: 7, API: 4 } as const;
/** When it is at work, after how long at most. */
const MOST_MS = 900;
/** One that isn't at work, or not at the point, in this time is killed all the same. */
const PATIENCE_MS = 15_000;
/** So often it is killed while it starts. */
const EARLY = 0.2;
const EARLY_MS = 1_500;

const AT_WORK = /"msg":"(the worker takes chunks|listening)"/;
const AT_POINT = /"at":"/;
const POINTS: readonly [App, FaultPoint][] = [
  ["worker", "before-commit"],
  ["worker", "after-commit"],
  ["worker", "before-completion"],
  ["API", "before-add"],
  ["API", "after-add"],
];

/** Processes that end without a word, all of one kind at once and each again and again. */
export const killFaults: readonly Fault[] = [
  kill("worker"),
  kill("API"),
  ...POINTS.map(([app, point]) => kill(app, point)),
];

/** @param point where each is killed; by chance without one */
function kill(app: App, point?: FaultPoint): Fault {
  return {
    name: ["SIGKILL", app, point].join(" ").trim(),
    backends: BACKENDS,
    async inject(deployment, random, signal) {
      const kills = appsOf(deployment, app).map((killed) => {
        const own = createRandom(random.below(2 ** 31));
        return killAgainAndAgain(killed, { times: KILLS[app], point, random: own, signal });
      });
      const counts = await Promise.all(kills);
      return counts.reduce((sum, count) => sum + count, 0);
    },
  };
}

interface Kills {
  readonly times: number;
  readonly point: FaultPoint | undefined;
  readonly random: Random;
  readonly signal: AbortSignal;
}

async function killAgainAndAgain(
  killed: AppProcess,
  { times, point, random, signal }: Kills,
): Promise<number> {
  let kills = 0;
  try {
    while (kills < times) {
      // The first has been at work for long, and stops nowhere.
      const isFirst = kills === 0;
      if (point && !isFirst) await killed.hasWritten(AT_POINT, PATIENCE_MS, signal);
      if (!point) await untilItsTime(killed, { isFirst, random, signal });
      signal.throwIfAborted();
      await killed.kill("SIGKILL");
      kills++;
      killed.start(point && kills < times ? { faultPoint: point } : {});
    }
  } finally {
    // Whatever ended this, it doesn't stay one that stops at the point.
    if (kills < times) await killed.kill("SIGKILL");
    killed.start();
  }
  return kills;
}

/** When it is killed by chance: at work, or on its way there. */
async function untilItsTime(
  killed: AppProcess,
  { isFirst, random, signal }: { isFirst: boolean; random: Random; signal: AbortSignal },
): Promise<void> {
  if (!isFirst && random.chance(EARLY)) return delay(random.below(EARLY_MS), undefined, { signal });
  if (!isFirst) await killed.hasWritten(AT_WORK, PATIENCE_MS, signal);
  await delay(random.below(MOST_MS), undefined, { signal });
}
