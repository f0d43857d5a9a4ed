import { setTimeout as delay } from "node:timers/promises";
import type { Deployment } from "../deployment/deployment.ts";
import { between, choose } from "./choose.ts";
import type { Fault } from "./fault.ts";
import { withRedis } from "./with-redis.ts";
import { Wrong } from "../wrong.ts";

/** What takes Redis' promise away, and what it has to be. */
const WRONG = [
  { name: "maxmemory-policy", wrong: "allkeys-lru", right: "noeviction" },
  { name: "maxmemory-policy", wrong: "volatile-ttl", right: "noeviction" },
  { name: "appendfsync", wrong: "everysec", right: "always" },
  { name: "appendfsync", wrong: "no", right: "always" },
  { name: "appendonly", wrong: "no", right: "yes" },
];
/** The service looks about every second, and keeps what it has seen for three. */
const NOTICED_MS = 15_000;
const POLL_MS = 100;
/** Beyond what it uses; less would leave no room for its own buffers, and more would be no fault. */
const ROOM_BYTES = 200_000;

/** Settings that somebody changes while the service is at work. */
export const redisSettingFaults: readonly Fault[] = [
  {
    name: "Redis at maxmemory",
    backends: ["redis"],
    inject: (deployment, random, signal) =>
      withRedis(deployment, async (redis) => {
        const used = Number(/^used_memory:(\d+)/m.exec(await redis.info("memory"))?.[1]);
        await redis.config("SET", "maxmemory", String(used + random.below(ROOM_BYTES)));
        try {
          await delay(between(1_000, 6_000, random), undefined, { signal });
        } finally {
          await redis.config("SET", "maxmemory", "0");
        }
        return 1;
      }),
  },
  {
    name: "Redis with a wrong setting",
    backends: ["redis"],
    inject: (deployment, random, signal) =>
      withRedis(deployment, async (redis) => {
        const { name, wrong, right } = choose(WRONG, random);
        await redis.config("SET", name, wrong);
        try {
          await untilRefused(deployment, `${name} ${wrong}`, signal);
          await delay(random.below(1_000), undefined, { signal });
        } finally {
          await redis.config("SET", name, right);
        }
        return 1;
      }),
  },
];

/** Every API process has to say that it isn't ready. */
async function untilRefused({ apis }: Deployment, what: string, signal: AbortSignal): Promise<void> {
  const deadline = performance.now() + NOTICED_MS;
  for (const api of apis) {
    while (await api.isReady()) {
      if (performance.now() > deadline)
        throw new Wrong(`${api.name} is ready though Redis has ${what}: what it accepts may be lost.`);
      await delay(POLL_MS, undefined, { signal });
    }
  }
}
