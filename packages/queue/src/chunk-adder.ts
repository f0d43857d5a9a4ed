import { setTimeout as delay } from "node:timers/promises";
import type { Backend, Shard } from "./stores/backend.ts";
import type { PackedChunk } from "./chunk.ts";
import type { Lane } from "./chunk-job.ts";
import { QueueUnavailableError } from "./queue-unavailable-error.ts";
import { createShardRing } from "./shard-ring.ts";
import { within } from "./within.ts";

interface NamedChunk {
  chunkId: string;
  chunk: PackedChunk;
}

/** The two steps of sending a chunk. Each has until the deadline (of `performance.now()`). */
export interface ChunkAdder {
  /** Issues `count` clocks in a row and gives the first. If it rejects, nothing is added. */
  issueClocks(count: number, deadline: number): Promise<number>;
  /**
   * Adds a single requests' chunk durably and gives the first of the clocks that the store issued for its items.
   * Undefined where the store needs two steps for that.
   */
  readonly addCounted: ((chunk: NamedChunk, count: number, deadline: number) => Promise<number>) | undefined;
  /** Resolves once the chunk is durably added. */
  add(lane: Lane, chunk: NamedChunk, deadline: number): Promise<void>;
  /** Notes a clock that came from elsewhere. Clocks that are issued from now on are above it. */
  sawClock(clock: number): void;
  highestClock(): number;
}

/** No shard is waited for longer where there is another one. */
const ATTEMPT_MS = 1_500;
/** How long to wait where no shard takes the chunk: a failover takes seconds. */
const PAUSE_MS = 100;
/** An attempt with less time is of no use. */
const LEAST_MS = 50;

/** Makes the steps. Whatever goes wrong is a QueueUnavailableError; `timeoutMs` is for its words. */
export function createChunkAdder(
  backend: Backend,
  { floor, timeoutMs }: { floor: number; timeoutMs: number },
): ChunkAdder {
  const { shards, clock } = backend;
  const ring = createShardRing(shards);
  const addCounted = shards.length === 1 ? shards[0].addCounted : undefined;
  let highestClock = floor;
  const sawClock = (seen: number) => void (highestClock = Math.max(highestClock, seen));

  return {
    async issueClocks(count, deadline) {
      const first = await beforeDeadline(deadline, "not-added", () => clock.issueClocks(count, highestClock));
      sawClock(first + count - 1);
      return first;
    },
    async add(lane, { chunkId, chunk }, deadline) {
      // The id is new. BullMQ would silently drop a job whose id exists or is kept.
      const attempt = (shard: Shard) => shard.add(lane, { chunkId, ...chunk });
      if (shards.length === 1) await beforeDeadline(deadline, "unknown", () => attempt(shards[0]));
      else await addToAny(attempt, deadline);
    },
    addCounted:
      addCounted &&
      (async ({ chunkId, chunk }, count, deadline) => {
        const first = await beforeDeadline(deadline, "unknown", () =>
          addCounted({ chunkId, ...chunk }, count, highestClock),
        );
        sawClock(first + count - 1);
        return first;
      }),
    sawClock,
    highestClock: () => highestClock,
  };

  /**
   * Tries one shard after the other until one has the chunk. An attempt that failed may have added it all the same: then
   * two shards have it, and its items meet their receipts the second time.
   */
  async function addToAny(attempt: (shard: Shard) => Promise<void>, deadline: number): Promise<void> {
    const errors: QueueUnavailableError[] = [];
    for (;;) {
      const shard = ring.next();
      try {
        const until = Math.min(deadline, performance.now() + ATTEMPT_MS);
        return await beforeDeadline(until, "unknown", () => attempt(shard));
      } catch (error) {
        if (!(error instanceof QueueUnavailableError)) throw error;
        ring.failed(shard);
        errors.push(error);
        // A whole round has failed.
        const pauseMs = errors.length % shards.length === 0 ? PAUSE_MS : 0;
        if (performance.now() + pauseMs + LEAST_MS > deadline) throw mostTelling(errors);
        await delay(pauseMs);
      }
    }
  }

  /** Waits for a step until the deadline. A late step may still take effect; `outcome` says what that would mean. */
  async function beforeDeadline<T>(
    deadline: number,
    outcome: "unknown" | "not-added",
    step: () => Promise<T>,
  ): Promise<T> {
    const left = deadline - performance.now();
    if (left <= 0) throw unreachable("not-added", new Error("no time was left to add it"));
    try {
      return await within(left, step(), () => new Error(`no answer within ${timeoutMs} ms`));
    } catch (error) {
      throw error instanceof QueueUnavailableError ? error : unreachable(outcome, error);
    }
  }
}

/**
 * Gives the error of an attempt that may have added the chunk, if there is one: no later attempt undoes that. Among those,
 * one that says more than that nothing was heard.
 */
function mostTelling(errors: readonly QueueUnavailableError[]): QueueUnavailableError {
  const unsure = errors.filter(({ outcome }) => outcome === "unknown");
  const telling = unsure.length > 0 ? unsure : errors;
  return (
    telling.find(({ reason }) => reason !== "unreachable") ??
    telling[0] ??
    unreachable("not-added", undefined)
  );
}

function unreachable(outcome: "unknown" | "not-added", cause: unknown): QueueUnavailableError {
  return new QueueUnavailableError(
    outcome === "unknown"
      ? "The queue didn't confirm the item in time; it may still be applied."
      : "The queue can't be reached; the item was not added.",
    { reason: "unreachable", outcome, cause },
  );
}
