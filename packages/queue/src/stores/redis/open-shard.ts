import { createRedisBackend, withBackend } from "bullmq";
import type { QueueOptions as BullQueueOptions, WorkerOptions } from "bullmq";
import { chunkJobOptions, workerOptions } from "../../chunk-job.ts";
import type { Lane } from "../../chunk-job.ts";
import { atOnce } from "../at-once.ts";
import type { ChunkWorker, NewChunk, OpenOptions, Shard } from "../backend.ts";
import { pausing } from "../pausing.ts";
import type { Gate } from "../pausing.ts";
import { untilConnected } from "../until-connected.ts";
import { oldestOnRedis } from "./oldest-chunk.ts";
import { repairJobs } from "./repair.ts";
import type { RedisClient } from "./scripted-redis.ts";
import { withoutSpareMarker } from "./spare-marker.ts";
import { TolerantJob } from "./tolerant-job.ts";

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

export interface ShardOptions extends OpenOptions {
  readonly shown: string;
  /** What all keys of the shard begin with. On a cluster it has a hash tag, so that they are in one slot. */
  readonly prefix: string;
  readonly clients: Readonly<Record<Lane, RedisClient>>;
  /** What BullMQ builds a Worker's connections from. */
  readonly workerConnection: () => WorkerOptions["connection"];
  /** Resolves when what this connection has added is as durable as the options ask for. */
  confirm?(lane: Lane): Promise<void>;
}

/** BullMQ's queues of the shard, as they are opened. */
export type RedisQueues = Readonly<Record<Lane, TolerantQueue>>;

export interface RedisShard extends Shard {
  readonly queues: RedisQueues;
}

/** Opens both queues of a shard. The clients must be connected. They stay their caller's to close. */
export async function openRedisShard(options: ShardOptions): Promise<RedisShard> {
  const { prefix, clients, shown } = options;
  const openQueue = async (lane: Lane) => {
    const settings: BullQueueOptions = {
      connection: clients[lane],
      prefix,
      streams: { events: { maxLen: EVENTS_KEPT } },
    };
    return untilConnected(() => new TolerantQueue(lane, settings), { shown }, options);
  };
  const queues = { interactive: await openQueue("interactive"), bulk: await openQueue("bulk") };

  return {
    queues,
    async add(lane: Lane, { chunkId, name, data }: NewChunk) {
      await queues[lane].add(name, data, chunkJobOptions(chunkId));
      await options.confirm?.(lane);
    },
    oldestChunk: (lane, except) => oldestOnRedis(clients.interactive, `${prefix}:${lane}`, except),
    repair: (lane) => repairJobs(clients.interactive, `${prefix}:${lane}`),
    startWorker: (...started) => startWorker(options, ...started),
  };
}

async function startWorker(
  options: ShardOptions,
  ...[lane, handle, settings]: Parameters<Shard["startWorker"]>
): Promise<ChunkWorker> {
  const workerSettings = {
    ...workerOptions(settings),
    autorun: false,
    prefix: options.prefix,
    connection: options.workerConnection(),
  };
  const build = () => atOnce(handle, (process) => new TolerantWorker(lane, process, workerSettings));
  const worker = await untilConnected(build, options, options);
  try {
    withoutSpareMarker(await worker.getBackend().client, options.clients.interactive.scripts);
  } catch (error) {
    await worker.close(true);
    throw error;
  }
  const blocking = await worker.getBackend().blockingClient;
  return {
    ...pausing(worker, isGate(blocking) ? blocking : undefined),
    close: (force) => worker.close(force),
    async cut() {
      const backend = worker.getBackend();
      for (const client of [backend.client, backend.blockingClient]) (await client)?.disconnect();
    },
    // BullMQ has a watchdog of its own over the blocking read.
    nudge: () => Promise.resolve(),
  };
}

/** BullMQ's own client hands on what it doesn't know. */
function isGate(client: unknown): client is Gate {
  return typeof client === "object" && client !== null && "shut" in client && "open" in client;
}
