import { setTimeout as delay } from "node:timers/promises";
import type { AppProcess } from "../deployment/app-process.ts";
import type { Deployment } from "../deployment/deployment.ts";
import { BACKENDS } from "../deployment/options.ts";
import { ROOT } from "../sources/link-modules.ts";
import { whyNoPreviousSources } from "../sources/previous-sources.ts";
import { choose } from "./choose.ts";
import type { Fault } from "./fault.ts";

const MOST_DOWN_MS = 5_000;
/** For so long processes of two versions are at work on the newer schema. */
const MOST_BESIDE_MS = 4_000;

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
  {
    name: "a deploy over the previous schema",
    backends: BACKENDS,
    setup: { previous: true },
    // A migration locks whole tables, in an order of its own, beside those who work.
    allows: { deadlocks: true },
    whyNot: whyNoPreviousSources,
    async inject(deployment, random, signal) {
      const { workers, apis, previousSources, migrate } = deployment;
      if (previousSources === undefined) return 0;
      const isFirst = [...workers, ...apis].every(({ sources }) => sources === previousSources);
      // New workers beside APIs of before, or the other way round.
      const kinds = random.pick([
        [workers, apis],
        [apis, workers],
      ]);
      const some = isFirst ? kinds.flat() : kinds.map((processes) => choose(processes, random));
      if (isFirst) await migrate();
      // What has been deployed before is taken back for a while, as after a deploy that somebody regrets.
      else await deploy(some, previousSources, signal);
      await delay(random.below(MOST_BESIDE_MS), undefined, { signal });
      await deploy(some, ROOT, signal);
      return some.length;
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

async function deploy(some: readonly AppProcess[], sources: string, signal: AbortSignal): Promise<void> {
  for (const process of some) {
    process.sources = sources;
    await process.restart(signal);
  }
}

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
