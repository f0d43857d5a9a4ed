import { setTimeout as delay } from "node:timers/promises";
import { BACKENDS } from "../deployment/options.ts";
import { between, choose } from "./choose.ts";
import type { Fault } from "./fault.ts";

const MINUTE_MS = 60_000;
const OFF = { "2 minutes": 2 * MINUTE_MS, "an hour": 60 * MINUTE_MS, "40 days": 40 * 1_440 * MINUTE_MS };

/** One machine's time is wrong for a while, ahead or behind; the others' and the stores' are right. */
export const clockFaults: readonly Fault[] = Object.entries(OFF).map(([how, offMs]) => ({
  name: `a clock off by ${how}`,
  backends: BACKENDS,
  setup: { clocks: true },
  async inject({ apis, workers }, random, signal) {
    const wrong = choose([...apis, ...workers], random);
    wrong.setClock(random.chance(0.5) ? offMs : -offMs);
    try {
      // So it starts with it: as a machine does that came up with a wrong time.
      if (random.chance(0.3)) {
        await wrong.kill("SIGKILL");
        wrong.start();
      }
      await delay(between(1_000, 7_000, random), undefined, { signal });
    } finally {
      wrong.setClock(0);
    }
    return 1;
  },
}));
