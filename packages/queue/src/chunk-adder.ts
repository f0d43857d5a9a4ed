import type { Backend } from "./stores/backend.ts";
import type { PackedChunk } from "./chunk.ts";
import { chunkJobOptions } from "./chunk-job.ts";
import type { Lane } from "./chunk-job.ts";
import { QueueUnavailableError } from "./queue-unavailable-error.ts";
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

/** Makes the steps. Whatever goes wrong is a QueueUnavailableError; `timeoutMs` is for its words. */
export function createChunkAdder(
  backend: Backend,
  { floor, timeoutMs }: { floor: number; timeoutMs: number },
): ChunkAdder {
  const { addCounted } = backend;
  let highestClock = floor;
  const sawClock = (clock: number) => void (highestClock = Math.max(highestClock, clock));

  return {
    async issueClocks(count, deadline) {
      const first = await beforeDeadline(deadline, "not-added", () =>
        backend.clock.issueClocks(count, highestClock),
      );
      sawClock(first + count - 1);
      return first;
    },
    add: (lane, { chunkId, chunk }, deadline) =>
      beforeDeadline(deadline, "unknown", async () => {
        // The id is new. BullMQ would silently drop a job whose id exists or is kept.
        await backend.queues[lane].add(chunk.name, chunk.data, chunkJobOptions(chunkId));
        await backend.confirmAdds(lane);
      }),
    addCounted:
      addCounted &&
      (async ({ chunkId, chunk }, count, deadline) => {
        const first = await beforeDeadline(deadline, "unknown", async () => {
          const clock = await addCounted({ chunkId, ...chunk }, count, highestClock);
          await backend.confirmAdds("interactive");
          return clock;
        });
        sawClock(first + count - 1);
        return first;
      }),
    sawClock,
    highestClock: () => highestClock,
  };

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

function unreachable(outcome: "unknown" | "not-added", cause: unknown): QueueUnavailableError {
  return new QueueUnavailableError(
    outcome === "unknown"
      ? "The queue didn't confirm the item in time; it may still be applied."
      : "The queue can't be reached; the item was not added.",
    { reason: "unreachable", outcome, cause },
  );
}
