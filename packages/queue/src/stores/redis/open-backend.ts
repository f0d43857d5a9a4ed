import { randomUUID } from "node:crypto";
import { createRedisBackend, withBackend } from "bullmq";
import type { Backend, ChunkWorker, OpenOptions, StoreHealth } from "../backend.ts";
import { workerOptions } from "../../chunk-job.ts";
import type { Lane } from "../../chunk-job.ts";
import { createAddCounted } from "./add-counted.ts";
import { createRedisChannels } from "./channels.ts";
import { createRedisClock } from "./clock.ts";
import { redisDurability } from "./durability.ts";
import type { StoreAddress } from "../../options.ts";
import { pingRedis } from "./ping.ts";
import { QueueUnavailableError } from "../../queue-unavailable-error.ts";
import { oldestOnRedis } from "./oldest-chunk.ts";
import { repairJobs } from "./repair.ts";
import { ScriptedRedis } from "./scripted-redis.ts";
import { withoutSpareMarker } from "./spare-marker.ts";
import { TolerantJob } from "./tolerant-job.ts";
import { atOnce } from "../at-once.ts";
import { pausing } from "../pausing.ts";
import { untilConnected } from "../until-connected.ts";
import { inTime, untilReachable } from "../../until-reachable.ts";
import { within } from "../../within.ts";

const bullmq = withBackend(createRedisBackend);

class TolerantQueue extends bullmq.Queue<unknown> {
  protected override get Job(): typeof TolerantJob {
    return TolerantJob;
  }
}

class TolerantWorker extends bullmq.Worker<unknown> {
  protected override get Job(): typeof TolerantJob {
    return TolerantJob;
  }
}

/** Events are for BullMQ's QueueEvents, which we don't use. The default keeps 10,000 in memory. */
const EVENTS_KEPT = 100;
const GOODBYE_MS = 1_000;

/** Opens the queues on one Redis server. */
export async function openRedisBackend(address: StoreAddress, options: OpenOptions): Promise<Backend> {
  const redis = connect(address, options);
  const bulk = connect(address, options);
  const clockKey = `${address.namespace}:clock`;
  const hangUp = () => [redis, bulk].forEach((each) => each.disconnect());
  const open = async () => {
    // BullMQ is built only after Redis answers. `skipWaitingForReady` isn't used: with it commands would run before
    // BullMQ knows Redis.
    for (const each of [redis, bulk]) await untilReachable(() => inTime(pingRedis(each)), address, options);
    const interactive = await openQueue("interactive", redis, address, options);
    const queues = { interactive, bulk: await openQueue("bulk", bulk, address, options) };
    return { queues, addCounted: createAddCounted(interactive, redis, clockKey) };
  };
  const { queues, addCounted } = await open().catch((error: unknown) => {
    hangUp();
    throw error;
  });
  let replicas = 0;

  return {
    shown: address.shown,
    queues,
    clock: createRedisClock(redis, clockKey),
    addCounted,
    channels: createRedisChannels(redis, address.namespace),

    /** WAIT is about the writes of its own connection, so it is sent on the one that did the add. */
    async confirmAdds(lane) {
      if (options.durability !== "strict" || replicas === 0) return;
      const connection = lane === "bulk" ? bulk : redis;
      const reached = await connection.wait(1, Math.ceil(options.commandTimeoutMs / 2));
      if (reached >= 1) return;
      throw new QueueUnavailableError(
        "No replica of Redis confirmed the chunk in time; it may still be applied.",
        {
          reason: "not-durable",
          outcome: "unknown",
        },
      );
    },

    async health() {
      const info = parseInfo(await redis.info());
      replicas = onlineReplicas(info);
      const health: StoreHealth = {
        problems: options.durability === "strict" ? await redisDurability(redis, info) : [],
      };
      const limit = Number(info.get("maxmemory") ?? 0);
      if (limit > 0) health.memoryShare = Number(info.get("used_memory") ?? 0) / limit;
      return health;
    },

    async identify() {
      const key = `${address.namespace}:id`;
      await redis.set(key, randomUUID(), "NX");
      return (await redis.get(key)) ?? "";
    },

    oldestChunk: (lane, except) => oldestOnRedis(redis, `${address.namespace}:${lane}`, except),
    repair: (lane) => repairJobs(redis, `${address.namespace}:${lane}`),
    startWorker: (...started) => startWorker(address, options, redis, ...started),

    async [Symbol.asyncDispose]() {
      await Promise.all([queues.interactive.close(), queues.bulk.close()]);
      const goodbyes = Promise.all([redis.quit(), bulk.quit()]);
      await within(GOODBYE_MS, goodbyes, () => new Error("no goodbye")).catch(hangUp);
    },
  };
}

function connect(address: StoreAddress, options: OpenOptions): ScriptedRedis {
  const redis = new ScriptedRedis(address.url, {
    lazyConnect: true,
    // Commands fail fast. One that can't be sent now is refused. None is sent again after a reconnect, when its caller
    // has long been told that it failed.
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    commandTimeout: options.commandTimeoutMs,
    // Without this, a connection whose other end has vanished silently would fail every command for minutes.
    socketTimeout: options.commandTimeoutMs + 1_000,
    connectTimeout: options.commandTimeoutMs,
    retryStrategy: (times) => Math.min(times * 50, 1_000),
  });
  redis.on("error", options.onError);
  return redis;
}

/** Opens a queue on this client. A client that BullMQ is given stays ours to close. */
async function openQueue(lane: Lane, connection: ScriptedRedis, address: StoreAddress, options: OpenOptions) {
  const build = () =>
    new TolerantQueue(lane, {
      connection,
      prefix: address.namespace,
      streams: { events: { maxLen: EVENTS_KEPT } },
    });
  return untilConnected(build, address, options);
}

/** Makes a map of `INFO`, by its lines of `name:value`. */
function parseInfo(text: string): Map<string, string> {
  return new Map(
    text.split("\r\n").flatMap((line) => {
      const colon = line.indexOf(":");
      return colon < 0 ? [] : [[line.slice(0, colon), line.slice(colon + 1)] as const];
    }),
  );
}

/**
 * Counts the replicas that are online. One that is still being sent its first copy confirms nothing, and waiting for it
 * would refuse every add meanwhile.
 */
function onlineReplicas(info: ReadonlyMap<string, string>): number {
  return [...info].filter(([name, value]) => /^slave\d+$/.test(name) && value.includes("state=online"))
    .length;
}

async function startWorker(
  address: StoreAddress,
  options: OpenOptions,
  scripts: ScriptedRedis,
  ...[lane, handle, settings]: Parameters<Backend["startWorker"]>
): Promise<ChunkWorker> {
  const workerSettings = {
    ...workerOptions(settings),
    autorun: false,
    prefix: address.namespace,
    // BullMQ builds and closes these: one connection to work on and one that blocks. They wait for Redis for ever, and
    // BullMQ insists on `maxRetriesPerRequest: null` for that.
    connection: {
      url: address.url,
      maxRetriesPerRequest: null,
      retryStrategy: (times: number) => Math.min(times * 50, 1_000),
      // This is longer than the longest blocking read (10 s), so that only a dead connection is cut.
      socketTimeout: 30_000,
    },
  };
  const build = () => atOnce(handle, (process) => new TolerantWorker(lane, process, workerSettings));
  const worker = await untilConnected(build, address, options);
  try {
    withoutSpareMarker(await worker.getBackend().client, scripts);
  } catch (error) {
    await worker.close(true);
    throw error;
  }
  return {
    ...pausing(worker),
    close: (force) => worker.close(force),
    async cut() {
      const backend = worker.getBackend();
      for (const client of [backend.client, backend.blockingClient]) (await client)?.disconnect();
    },
    // BullMQ has a watchdog of its own over the blocking read.
    nudge: () => Promise.resolve(),
  };
}
