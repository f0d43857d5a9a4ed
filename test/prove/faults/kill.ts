import { setTimeout as delay } from "node:timers/promises";
import type { AppProcess, FaultPoint } from "../deployment/app-process.ts";
import { BACKENDS } from "../deployment/options.ts";
import { appsOf, choose } from "./choose.ts";
import type { App } from "./choose.ts";
import type { Fault } from "./fault.ts";

/** Of one injection: a long run needs a thousand of workers. */
const KILLS = 8;
/** One that was started again is at work after a second or two: it is killed before that too. */
const MOST_MS = 2_500;
/** A point that nobody comes to in this time is killed at all the same. */
const POINT_MS = 15_000;

const POINTS: readonly [App, FaultPoint][] = [
  ["worker", "before-commit"],
  ["worker", "after-commit"],
  ["worker", "before-completion"],
  ["API", "before-add"],
  ["API", "after-add"],
];

/** Processes that end without a word. */
export const killFaults: readonly Fault[] = [
  killAtRandom("worker"),
  killAtRandom("API"),
  ...POINTS.map(([app, point]) => killAt(app, point)),
];

function killAtRandom(app: App): Fault {
  return {
    name: `SIGKILL ${app}`,
    backends: BACKENDS,
    async inject(deployment, random, signal) {
      for (let kill = 0; kill < KILLS; kill++) {
        await delay(random.below(MOST_MS), undefined, { signal });
        const killed = choose(appsOf(deployment, app), random);
        await killed.kill("SIGKILL");
        killed.start();
      }
      return KILLS;
    },
  };
}

/** All of them at once, each again and again: nobody is left who would do the work meanwhile. */
function killAt(app: App, point: FaultPoint): Fault {
  return {
    name: `SIGKILL ${app} ${point}`,
    backends: BACKENDS,
    async inject(deployment, _random, signal) {
      const all = appsOf(deployment, app);
      const each = Math.ceil(KILLS / all.length);
      await Promise.all(all.map((killed) => killEachTime(killed, { times: each, point, signal })));
      return (each + 1) * all.length;
    },
  };
}

async function killEachTime(
  killed: AppProcess,
  { times, point, signal }: { times: number; point: FaultPoint; signal: AbortSignal },
): Promise<void> {
  for (let time = 0; time < times && !signal.aborted; time++) {
    await killed.kill("SIGKILL");
    killed.start({ faultPoint: point });
    await killed.hasWritten(/"at":"/, POINT_MS, signal);
  }
  await killed.kill("SIGKILL");
  killed.start();
  signal.throwIfAborted();
}
