import { globSync, statSync } from "node:fs";
import { rm, truncate } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { between } from "./choose.ts";
import type { Fault } from "./fault.ts";

const MOST_DOWN_MS = 2_000;
/** Long enough for commands to come in that Redis writes and nobody hears of. */
const UNHEARD_MS = [1, 60] as const;

/** What happens to Redis' data. */
export const redisDataFaults: readonly Fault[] = [
  {
    name: "power loss of Redis",
    backends: ["redis"],
    async inject({ redis, links }, random, signal) {
      if (!redis) return 0;
      const ways = [...links.apiToQueue, ...links.workerToQueue];
      // With `appendfsync always` it writes, syncs, and then answers. What it writes from here on nobody is told, so
      // it may as well not have been synced: a power loss leaves any part of it.
      for (const proxy of ways) proxy.holdReplies();
      const file = appendOnlyFile(redis.folder);
      const synced = statSync(file).size;
      try {
        await delay(between(...UNHEARD_MS, random), undefined, { signal });
        await redis.kill("SIGKILL");
        for (const proxy of ways) proxy.refuse();
        const written = statSync(file).size;
        // A new file holds what was synced before, and was begun after.
        if (appendOnlyFile(redis.folder) === file) await truncate(file, between(synced, written, random));
        await delay(random.below(MOST_DOWN_MS), undefined, { signal });
      } finally {
        await redis.start();
        for (const proxy of ways) proxy.heal();
      }
      return 1;
    },
  },
  {
    name: "Redis replaced by an empty one",
    backends: ["redis"],
    allows: { toldLosses: true },
    async inject({ redis }, random, signal) {
      if (!redis) return 0;
      await redis.kill("SIGKILL");
      try {
        await rm(join(redis.folder, "appendonlydir"), { recursive: true, force: true });
        await delay(random.below(MOST_DOWN_MS), undefined, { signal });
      } finally {
        await redis.start();
      }
      return 1;
    },
  },
];

/** The one that it appends to: with each rewrite there is a new one, whose number is higher. */
function appendOnlyFile(folder: string): string {
  const files = globSync(join(folder, "appendonlydir", "*.incr.aof"));
  const numberOf = (file: string) => Number(/\.(\d+)\.incr\.aof$/.exec(file)?.[1]);
  const [newest] = files.toSorted((a, b) => numberOf(b) - numberOf(a));
  if (newest === undefined) throw new Error(`Redis writes no append-only file in ${folder}.`);
  return newest;
}
