import { createRedisBackend, withBackend } from "bullmq";
import type { QueueOptions as BullQueueOptions, WorkerOptions } from "bullmq";
import { chunkJobOptions, workerOptions } from "../../chunk-job.ts";
import type { Lane, WorkerSettings } from "../../chunk-job.ts";
import { atOnce } from "../at-once.ts";
import type { ChunkJob, ChunkWorker, NewChunk, OpenOptions, Shard } from "../backend.ts";
import { pausing } from "../pausing.ts";
import type { Gate } from "../pausing.ts";
import { untilConnected } from "../until-connected.ts";
import { failedOnRedis } from "./failed-chunks.ts";
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

/** Where a Worker takes its jobs. */
export type WorkerPlace = OpenOptions &
  Pick<ShardOptions, "prefix" | "shown" | "workerConnection"> &
  Pick<RedisClient, "scripts">;

/** BullMQ's queues of the shard, as they are opened. */
export type RedisQueues = Readonly<Record<Lane, TolerantQueue>>;

export interface RedisShard extends Shard {
  readonly queues: RedisQueues;
}

/** Opens one of BullMQ's queues. The client must be connected. It stays its caller's to close. */
export async function openRedisQueue(
  options: OpenOptions & Pick<ShardOptions, "prefix" | "shown"> & { readonly client: RedisClient },
  name: string,
): Promise<TolerantQueue> {
  const settings: BullQueueOptions = {
    connection: options.client,
    prefix: options.prefix,
    streams: { events: { maxLen: EVENTS_KEPT } },
  };
  return await untilConnected(() => new TolerantQueue(name, settings), options, options);
}

/** Opens both queues of a shard. The clients must be connected. They stay their caller's to close. */
export async function openRedisShard(options: ShardOptions): Promise<RedisShard> {
  const { prefix, clients } = options;
  const openQueue = (lane: Lane) => openRedisQueue({ ...options, client: clients[lane] }, lane);
  const queues = { interactive: await openQueue("interactive"), bulk: await openQueue("bulk") };

  return {
    queues,
    async add(lane: Lane, { chunkId, name, data }: NewChunk) {
      await queues[lane].add(name, data, chunkJobOptions(chunkId));
      await options.confirm?.(lane);
    },
    oldestChunk: (lane, exceptFailed) =>
      oldestOnRedis(clients.interactive, `${prefix}:${lane}`, exceptFailed),
    failed: (lane) => failedOnRedis(clients.interactive, `${prefix}:${lane}`),
    repair: (lane) => repairJobs(clients.interactive, `${prefix}:${lane}`),
    startWorker: (...started) =>
      startRedisWorker({ ...options, scripts: clients.interactive.scripts }, ...started),
  };
}

/** Builds a paused Worker on one of BullMQ's queues. */
export async function startRedisWorker(
  options: WorkerPlace,
  name: string,
  handle: (job: ChunkJob) => Promise<void>,
  settings: WorkerSettings,
): Promise<ChunkWorker> {
  const workerSettings = {
    ...workerOptions(settings),
    autorun: false,
    prefix: options.prefix,
    connection: options.workerConnection(),
  };
  const build = () => atOnce(handle, (process) => new TolerantWorker(name, process, workerSettings));
  const worker = await untilConnected(build, options, options);
  try {
    withoutSpareMarker(await worker.getBackend().client, options.scripts);
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
