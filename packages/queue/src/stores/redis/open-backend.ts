import { randomUUID } from "node:crypto";
import type { StoreAddress } from "../../options.ts";
import { isSentinelUrl } from "../../redis-urls.ts";
import { QueueUnavailableError } from "../../queue-unavailable-error.ts";
import { inTime, untilReachable } from "../../until-reachable.ts";
import { within } from "../../within.ts";
import type { Backend, OpenOptions, StoreHealth } from "../backend.ts";
import { createAddCounted } from "./add-counted.ts";
import { createRedisChannels } from "./channels.ts";
import { createRedisClock } from "./clock.ts";
import { redisDurability } from "./durability.ts";
import { memoryShare, onlineReplicas, parseInfo, replicasOf } from "./info.ts";
import { openRedisShard } from "./open-shard.ts";
import { pingRedis } from "./ping.ts";
import { ScriptedRedis } from "./scripted-redis.ts";
import { clientOf, serverOf } from "./server-of.ts";

const GOODBYE_MS = 1_000;
const NO_REPLICA = {
  what: "Redis has no replica that is online, so what it acknowledges would be lost with it.",
  fix: "Start a replica, or set DURABILITY=relaxed.",
};

/** Opens the queues on one Redis server. */
export async function openRedisBackend(address: StoreAddress, options: OpenOptions): Promise<Backend> {
  const clients = { interactive: connect(address, options), bulk: connect(address, options) };
  const redis = clients.interactive;
  const clockKey = `${address.namespace}:clock`;
  const hangUp = () => Object.values(clients).forEach((each) => each.disconnect());
  const open = async () => {
    // BullMQ is built only after Redis answers. `skipWaitingForReady` isn't used: with it commands would run before
    // BullMQ knows Redis.
    for (const each of Object.values(clients))
      await untilReachable(() => inTime(pingRedis(each)), address, options);
    return openRedisShard({
      ...options,
      shown: address.shown,
      prefix: address.namespace,
      clients,
      workerConnection: () => workerConnection(address),
      confirm,
    });
  };
  const shard = await open().catch((error: unknown) => {
    hangUp();
    throw error;
  });
  const addCounted = createAddCounted(shard.queues.interactive, redis, clockKey);
  const isStrict = options.durability === "strict";
  // Sentinels put a replica in the place of the server when it is gone. Then what no replica has is lost.
  const needsReplica = isStrict && isSentinelUrl(address.url);
  let replicas = 0;

  /** WAIT is about the writes of its own connection, so it is sent on the one that did the add. */
  async function confirm(lane: "interactive" | "bulk"): Promise<void> {
    if (!needsReplica && (!isStrict || replicas === 0)) return;
    const reached = await clients[lane].wait(1, Math.ceil(options.commandTimeoutMs / 2));
    if (reached >= 1) return;
    throw new QueueUnavailableError(
      "No replica of Redis confirmed the chunk in time; it may still be applied.",
      {
        reason: "not-durable",
        outcome: "unknown",
      },
    );
  }

  return {
    kind: address.kind,
    shown: address.shown,
    shards: [
      {
        ...shard,
        async addCounted(...added) {
          const first = await addCounted(...added);
          await confirm("interactive");
          return first;
        },
      },
    ],
    clock: createRedisClock(redis, clockKey),
    channels: createRedisChannels(redis, address.namespace),

    async health() {
      const info = parseInfo(await redis.info());
      replicas = onlineReplicas(info);
      const problems = isStrict ? await redisDurability(redis, info) : [];
      if (needsReplica && replicas === 0) problems.push(NO_REPLICA);
      const health: StoreHealth = { problems, ...memoryShare(info) };
      return health;
    },

    async replicas() {
      return replicasOf(parseInfo(await redis.info("replication")), address.shown);
    },

    async identify() {
      const key = `${address.namespace}:id`;
      await redis.set(key, randomUUID(), "NX");
      return (await redis.get(key)) ?? "";
    },

    async [Symbol.asyncDispose]() {
      await Promise.all(Object.values(shard.queues).map((queue) => queue.close()));
      const goodbyes = Promise.all(Object.values(clients).map((each) => each.quit()));
      await within(GOODBYE_MS, goodbyes, () => new Error("no goodbye")).catch(hangUp);
    },
  };
}

/** Builds a client whose commands fail fast. */
export function connect(address: StoreAddress, options: OpenOptions): ScriptedRedis {
  const redis = clientOf(ScriptedRedis, address, {
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

/**
 * BullMQ builds and closes these: one connection to work on and one that blocks. They wait for Redis for ever, and BullMQ
 * insists on `maxRetriesPerRequest: null` for that.
 */
export function workerConnection(address: StoreAddress) {
  return {
    ...serverOf(address),
    maxRetriesPerRequest: null,
    retryStrategy: (times: number) => Math.min(times * 50, 1_000),
    // This is longer than the longest blocking read (10 s), so that only a dead connection is cut.
    socketTimeout: 30_000,
  };
}
