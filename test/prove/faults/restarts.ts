import { setTimeout as delay } from "node:timers/promises";
import type { Deployment } from "../deployment/deployment.ts";
import { BACKENDS } from "../deployment/options.ts";
import { choose } from "./choose.ts";
import type { Fault } from "./fault.ts";

const MOST_DOWN_MS = 5_000;

/** Starts and stops as a deployment has them in use. */
export const restartFaults: readonly Fault[] = [
  {
    // As a deploy does it: the schemas first, beside what runs, and then one process after the other.
    name: "rolling restart",
    backends: BACKENDS,
    async inject({ apis, workers, migrate }, _random, signal) {
      await migrate();
      const processes = [...workers, ...apis];
      for (const process of processes) await process.restart(signal);
      return processes.length;
    },
  },
  startWithout("Postgres", {
    backends: BACKENDS,
    stop: ({ postgres }) => postgres.kill("SIGINT"),
    start: ({ postgres }) => postgres.start(),
  }),
  startWithout("Redis", {
    backends: ["redis"],
    stop: async ({ redis }) => redis?.kill("SIGTERM"),
    start: async ({ redis }) => redis?.start(),
  }),
];

interface Store extends Pick<Fault, "backends"> {
  stop(deployment: Deployment): Promise<void>;
  start(deployment: Deployment): Promise<void>;
}

/** An API and a worker come up before their store does, as on a host that starts all at once. */
function startWithout(name: string, store: Store): Fault {
  return {
    name: `${name} down at their start`,
    backends: store.backends,
    async inject(deployment, random, signal) {
      const started = [choose(deployment.apis, random), choose(deployment.workers, random)];
      try {
        await store.stop(deployment);
        for (const process of started) {
          await process.kill(random.pick(["SIGTERM", "SIGKILL"]));
          process.start();
        }
        await delay(random.below(MOST_DOWN_MS), undefined, { signal });
      } finally {
        await store.start(deployment);
      }
      return started.length;
    },
  };
}
