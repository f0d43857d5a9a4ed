import { randomUUID } from "node:crypto";
import calculateSlot from "cluster-key-slot";
import type { StoreAddress } from "../../options.ts";
import { parseClusterUrl } from "../../redis-urls.ts";
import { inTime, untilReachable } from "../../until-reachable.ts";
import { within } from "../../within.ts";
import type { Backend, OpenOptions } from "../backend.ts";
import { createRedisClock, timeOf } from "../redis/clock.ts";
import { listReplicas } from "./list-replicas.ts";
import { openRedisShard } from "../redis/open-shard.ts";
import type { RedisShard } from "../redis/open-shard.ts";
import { ScriptedCluster } from "../redis/scripted-redis.ts";
import { addConfirmed } from "./add-confirmed.ts";
import { createClusterChannels } from "./channels.ts";
import { clusterArguments, pingCluster } from "./connect.ts";
import type { ClusterArguments } from "./connect.ts";
import { gatedCluster } from "./gated-cluster.ts";
import { watchCluster } from "./health.ts";
import { refreshSlots } from "./refresh-slots.ts";
import { retriedClock } from "./retried-clock.ts";
import { shardTags } from "./shard-tags.ts";
import type { ShardTag } from "./shard-tags.ts";

const GOODBYE_MS = 1_000;

/** Opens the queues on a Redis Cluster: shards in different slots, and the clock in one of its own. */
export async function openClusterBackend(address: StoreAddress, options: OpenOptions): Promise<Backend> {
  const settings = producerSettings(address, options);
  const clients = { interactive: producerClient(settings, options), bulk: producerClient(settings, options) };
  const worker = workerClient(address, options);
  // WAIT holds up whatever comes behind it on its connection. So clocks and looks have their own.
  const cluster = producerClient(settings, options);
  const producers = [cluster, ...Object.values(clients)];
  const all = [...producers, worker];
  const refreshing = refreshSlots(all);
  const hangUp = () => all.forEach((each) => each.disconnect());
  const tags = shardTags(address.namespace, parseClusterUrl(address.url).shards);
  const strict = options.durability === "strict";
  const clockKey = `{${address.namespace}}:clock`;
  const health = watchCluster(cluster, {
    slots: tags.map(({ slot }) => slot),
    clockSlot: calculateSlot(clockKey),
    strict,
  });

  const clock = createRedisClock(cluster, clockKey);

  async function openShard({ prefix, slot }: ShardTag): Promise<RedisShard> {
    const shard = await openRedisShard({
      ...options,
      shown: address.shown,
      prefix,
      clients,
      workerConnection: () => worker,
    });
    return {
      ...shard,
      add: (lane, chunk) =>
        addConfirmed({ queue: shard.queues[lane], cluster: clients[lane], slot, replicated: strict }, chunk),
      problem: () => health.problem(slot),
    };
  }

  async function open(): Promise<[RedisShard, ...RedisShard[]]> {
    for (const each of producers)
      await untilReachable(() => inTime(pingCluster(each, settings)), address, options);
    const noted = await untilReachable(
      () => inTime(noteShards(cluster, address, tags.length)),
      address,
      options,
    );
    if (noted !== tags.length)
      throw new Error(
        `The queue has ${noted} shards, but QUEUE_URL says ${tags.length}: set shards=${noted}, in all processes alike.`,
      );
    const [first, ...others] = tags;
    if (first === undefined) throw new Error("There is no shard.");
    return [await openShard(first), ...(await Promise.all(others.map(openShard)))];
  }

  const shards = await open().catch((error: unknown) => {
    refreshing[Symbol.dispose]();
    hangUp();
    throw error;
  });

  return {
    kind: address.kind,
    shown: address.shown,
    shards,
    clock: {
      ...retriedClock(clock, {
        timeoutMs: options.commandTimeoutMs,
        onFailed: () => cluster.refreshSlotsCache(),
      }),
      // One that stands still must not keep the others from telling it.
      time: () => Promise.any(cluster.nodes("master").map(timeOf)),
    },
    channels: createClusterChannels(cluster, address.namespace),
    health: health.look,
    replicas: () => listReplicas(cluster),

    async identify() {
      const key = `{${address.namespace}}:id`;
      await cluster.set(key, randomUUID(), "NX");
      return (await cluster.get(key)) ?? "";
    },

    async [Symbol.asyncDispose]() {
      refreshing[Symbol.dispose]();
      await Promise.all(shards.flatMap(({ queues }) => Object.values(queues)).map((queue) => queue.close()));
      const goodbyes = Promise.all(all.map((each) => each.quit()));
      await within(GOODBYE_MS, goodbyes, () => new Error("no goodbye")).catch(hangUp);
    },
  };
}

/**
 * Notes how many shards there are, if no process has yet, and gives the number that is noted. A process that knew of fewer
 * would leave the chunks of the others where they are.
 */
async function noteShards(
  cluster: ScriptedCluster,
  { namespace }: StoreAddress,
  count: number,
): Promise<number> {
  const key = `{${namespace}}:shards`;
  await cluster.set(key, String(count), "NX");
  return Number(await cluster.get(key));
}

/** Commands fail fast. A server that is gone is asked for again through the others. */
export function producerSettings(address: StoreAddress, options: OpenOptions): ClusterArguments {
  const node = {
    autoResendUnfulfilledCommands: false,
    commandTimeout: options.commandTimeoutMs,
    socketTimeout: options.commandTimeoutMs + 1_000,
    connectTimeout: options.commandTimeoutMs,
  };
  return clusterArguments(address, node, { enableOfflineQueue: false });
}

export function producerClient(settings: ClusterArguments, { onError }: OpenOptions): ScriptedCluster {
  const cluster = new ScriptedCluster(...settings);
  cluster.on("error", onError);
  return cluster;
}

/** Workers' commands wait for their server, and BullMQ insists on `maxRetriesPerRequest: null` for that. */
export function workerClient(address: StoreAddress, options: OpenOptions): ScriptedCluster {
  const node = {
    maxRetriesPerRequest: null,
    // This is longer than the longest blocking read (10 s), so that only a dead connection is cut.
    socketTimeout: 15_000,
  };
  const cluster = gatedCluster(...clusterArguments(address, node, { maxRedirections: 100 }));
  cluster.on("error", options.onError);
  return cluster;
}
