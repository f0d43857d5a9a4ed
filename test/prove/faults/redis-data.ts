import { globSync, statSync } from "node:fs";
import { rm, truncate } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { Deployment } from "../deployment/deployment.ts";
import type { RedisServer } from "../deployment/redis-server.ts";
import type { Random } from "../random.ts";
import { between } from "./choose.ts";
import type { Fault } from "./fault.ts";

const MOST_DOWN_MS = 2_000;
/** Long enough for commands to come in that Redis writes and nobody hears of. */
const UNHEARD_MS = [1, 60] as const;
/** For so long nothing is taken out of the queue before. */
const BACKLOG_MS = [100, 1_500] as const;

/** What happens to Redis' data, with accepted items in it. */
export const redisDataFaults: readonly Fault[] = [
  {
    name: "power loss of Redis",
    backends: ["redis"],
    inject: loseData(async (redis, { links }, random, signal) => {
      // With `appendfsync always` it writes, syncs, and then answers. What it writes from here on nobody is told, so
      // it may as well not have been synced: a power loss leaves any part of it.
      const ways = [...links.apiToQueue, ...links.workerToQueue];
      for (const proxy of ways) proxy.holdReplies();
      const file = appendOnlyFile(redis.folder);
      const synced = statSync(file).size;
      await delay(between(...UNHEARD_MS, random), undefined, { signal });
      await redis.kill("SIGKILL");
      for (const proxy of ways) proxy.refuse();
      const written = statSync(file).size;
      // A new file holds what was synced before, and was begun after.
      if (appendOnlyFile(redis.folder) === file) await truncate(file, between(synced, written, random));
    }),
  },
  {
    name: "Redis replaced by an empty one",
    backends: ["redis"],
    allows: { toldLosses: true },
    inject: loseData(async (redis) => {
      await redis.kill("SIGKILL");
      await rm(join(redis.folder, "appendonlydir"), { recursive: true, force: true });
    }),
  },
];

type Lose = (
  redis: RedisServer,
  deployment: Deployment,
  random: Random,
  signal: AbortSignal,
) => Promise<void>;

/** Workers stand still before, since what is taken out at once can't be lost. */
function loseData(lose: Lose): Fault["inject"] {
  return async (deployment, random, signal) => {
    const { redis, workers, links } = deployment;
    if (!redis) return 0;
    for (const worker of workers) worker.freeze();
    try {
      await delay(between(...BACKLOG_MS, random), undefined, { signal });
      await lose(redis, deployment, random, signal);
      await delay(random.below(MOST_DOWN_MS), undefined, { signal });
    } finally {
      await redis.start();
      for (const proxy of [...links.apiToQueue, ...links.workerToQueue]) proxy.heal();
      for (const worker of workers) worker.thaw();
    }
    return 1;
  };
}

/** The one that it appends to: with each rewrite there is a new one, whose number is higher. */
function appendOnlyFile(folder: string): string {
  const files = globSync(join(folder, "appendonlydir", "*.incr.aof"));
  const numberOf = (file: string) => Number(/\.(\d+)\.incr\.aof$/.exec(file)?.[1]);
  const [newest] = files.toSorted((a, b) => numberOf(b) - numberOf(a));
  if (newest === undefined) throw new Error(`Redis writes no append-only file in ${folder}.`);
  return newest;
}
