import type { Item } from "@onefold/contract";
import { UnrecoverableError } from "bullmq";
import { openBackend } from "./stores/store-of.ts";
import type { ChunkJob, Shard } from "./stores/backend.ts";
import { chunkAgeMs } from "./chunk-id.ts";
import type { Lane } from "./chunk-job.ts";
import { UnreadableChunkError } from "./chunk-names.ts";
import { parseChunk } from "./chunk.ts";
import type { ParsedChunk, Unreadable } from "./chunk.ts";
import type { QueueOptions } from "./options.ts";
import { unreachableProblem } from "./unreachable-problem.ts";
import type { Problem } from "@onefold/contract";
import { quieted } from "./quieted.ts";
import { oldestOfLane } from "./sampler.ts";
import { writeReplies } from "./replies.ts";
import type { Reply } from "./replies.ts";
import { startLane } from "./start-lane.ts";
import type { RunningLane } from "./start-lane.ts";
import { within } from "./within.ts";

export interface ReceivedChunk {
  chunkId: string;
  /** The queue that it came by. */
  lane: Lane;
  /** The channel of the process that waits for what becomes of the items, if any does. */
  replyTo?: string;
  items: Item[];
  /** Items whose body can't be read. They are to be rejected as UNREADABLE. */
  unreadable: Unreadable[];
  /** Whether it was given to a worker before: some items may have their receipts already. */
  redelivered: boolean;
}

export interface ConsumerOptions extends QueueOptions {
  /** How many chunks are handled at once. */
  concurrency: number;
  /** How many chunks of uploads are handled at once, beside the others. Default 20. */
  bulkConcurrency?: number;
  /** Handles a chunk. The chunk is done when this resolves. A rejection brings it back later, up to 100,000 times. */
  handle(chunk: ReceivedChunk): Promise<void>;
  /** Told of lost connections, failed chunks and the like. They are no reason to stop. */
  onError?(error: Error): void;
  /** Chunks older than this are parked among the failed, and never handled. */
  parkOlderThanMs?: number;
  /** A worker that is silent for this long has lost its chunks. Default 15,000. */
  lockMs?: number;
  /** How often lost chunks are looked for. Default 5,000. */
  stalledMs?: number;
  /** How long chunks may wait while this worker takes none, before it counts as stuck. Default 25,000. */
  stuckMs?: number;
  /** Called once when it is stuck and nothing helped: close it, and start the process again. */
  onStuck?(problem: Problem): void;
  /** How long to wait at the start for a store that doesn't answer. The default is for ever. */
  startTimeoutMs?: number;
  /** Awaited when it handles nothing any more, before it lets go of the store: last replies can be sent. */
  onStopped?(): Promise<void>;
  /** Whether it takes nothing before `resume`. */
  startPaused?: boolean;
  signal?: AbortSignal;
}

export interface Consumer extends AsyncDisposable {
  /** Takes nothing more until `resume`. What is being handled goes on. */
  pause(): Promise<void>;
  resume(): Promise<void>;
  /** Takes nothing more and waits for the handlers up to the deadline. Then others get what they hold. */
  close(deadlineMs: number): Promise<void>;
  /** Gives the name that the queue's store has for itself. Processes that get the same name use the same queue. */
  queueId(): Promise<string>;
  /** Says what keeps this process from being ready. */
  problems(): Promise<Problem[]>;
  /**
   * Tells the process of that channel what became of items that it waits for. It never rejects: a reply that can't be sent
   * is only slow.
   */
  reply(replyTo: string, replies: readonly Reply[]): Promise<void>;
  /** How many chunks of a lane this process handles, of how many at once, over all shards. */
  taken(lane: Lane): { busy: number; of: number };
  /** Says how long ago the next chunk in line was made, in milliseconds; `undefined` if none waits. */
  oldestChunkAgeMs(lane: Lane): Promise<number | undefined>;
}

const COMMAND_MS = 5_000;
const READY_MS = 2_000;
const DISPOSE_MS = 10_000;
/**
 * The number is small: a chunk that a worker holds is kept from the others, and it has more at hand than its lanes take
 * at once.
 */
const BULK_CHUNKS = 20;

/** Takes chunks from both queues, beside any number of other processes. Each chunk is taken at least once. */
export async function createConsumer(options: ConsumerOptions): Promise<Consumer> {
  const onError = quieted(options.onError ?? ((error) => console.error(`queue: ${error.message}`)));
  const backend = await openBackend({ ...options, commandTimeoutMs: COMMAND_MS, onError });
  const start = (shard: Shard, lane: Lane, concurrency: number) =>
    startLane(backend, shard, lane, {
      // Chunks go round the shards, so each has its part of them.
      concurrency: Math.ceil(concurrency / backend.shards.length),
      lockMs: options.lockMs ?? 15_000,
      stalledMs: options.stalledMs ?? 5_000,
      stuckMs: options.stuckMs,
      now: options.now ?? Date.now,
      startPaused: options.startPaused ?? false,
      process: (job) => handleJob(job, lane, options),
      onStuck: (problem) => options.onStuck?.(problem),
      onError,
    });
  const lanes: RunningLane[] = [];
  try {
    for (const shard of backend.shards) {
      lanes.push(await start(shard, "interactive", options.concurrency));
      lanes.push(await start(shard, "bulk", options.bulkConcurrency ?? BULK_CHUNKS));
    }
  } catch (error) {
    await Promise.all(lanes.map((lane) => lane.stop(DISPOSE_MS)));
    await backend[Symbol.asyncDispose]();
    throw error;
  }

  let closing: Promise<void> | undefined;
  const close = (deadlineMs: number) => {
    closing ??= (async () => {
      await Promise.all(lanes.map((lane) => lane.stop(deadlineMs)));
      await options.onStopped?.();
      await backend[Symbol.asyncDispose]();
    })();
    return closing;
  };

  return {
    async pause() {
      await Promise.all(lanes.map((lane) => lane.pause()));
    },
    async resume() {
      await Promise.all(lanes.map((lane) => lane.resume()));
    },
    close,
    queueId: () => backend.identify(),
    async reply(replyTo, replies) {
      const { channels } = backend;
      try {
        await channels.publish(replyTo, writeReplies(replies, channels.maxBytes));
      } catch (cause) {
        onError(new Error("Replies can't be sent: answers take up to a second longer", { cause }));
      }
    },
    async problems() {
      try {
        const look = backend.health();
        const { problems } = await within(READY_MS, look, () => new Error(`no answer within ${READY_MS} ms`));
        return [...problems, ...lanes.flatMap((lane) => lane.problems())];
      } catch (error) {
        return [unreachableProblem(backend.shown, error)];
      }
    },
    taken(asked) {
      const taken = lanes.filter(({ lane }) => lane === asked).map((each) => each.taken());
      const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);
      return { busy: sum(taken.map(({ busy }) => busy)), of: sum(taken.map(({ of }) => of)) };
    },
    oldestChunkAgeMs: (lane) => oldestOfLane(backend, lane, options.now ?? Date.now),
    [Symbol.asyncDispose]: () => close(DISPOSE_MS),
  };
}

async function handleJob(job: ChunkJob, lane: Lane, options: ConsumerOptions): Promise<void> {
  const chunkId = job.id ?? "";
  if ((chunkAgeMs(chunkId, (options.now ?? Date.now)()) ?? 0) > (options.parkOlderThanMs ?? Infinity)) {
    throw new UnrecoverableError("It is older than the receipts are kept: parked, not applied.");
  }
  const parsed = parseOrFail(job);
  await options.handle({
    ...parsed,
    chunkId,
    lane,
    redelivered: job.attemptsStarted > 1 || job.stalledCounter > 0,
  });
}

/** A chunk that nobody can be told about goes to the failed ones at once, where the sweeper parks it. */
function parseOrFail(job: ChunkJob): ParsedChunk {
  try {
    return parseChunk(job);
  } catch (error) {
    if (!(error instanceof UnreadableChunkError)) throw error;
    throw new UnrecoverableError(`${error.message} It is parked.`);
  }
}
