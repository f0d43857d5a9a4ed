import { CHUNK_MAX_BYTES, CHUNK_MAX_ITEMS } from "@onefold/contract";
import type { ItemRef, Upsert } from "@onefold/contract";
import type { ChunkAdder } from "./chunk-adder.ts";
import { newChunkId } from "./chunk-id.ts";
import { buildChunk } from "./chunk.ts";
import { jsonSize } from "./json-size.ts";

export interface BulkItem {
  readonly ref: ItemRef;
  readonly upsert: Upsert;
  /**
   * The clock that `issueClock` gave for this row. All rows of a chunk have one or none has; without, clocks are
   * issued.
   */
  readonly clock?: number;
}

export interface BulkOptions {
  /** About how many bytes the upserts take as JSON, if the caller knows. If it is absent, they are counted. */
  bytes?: number | undefined;
}

export interface BulkSubmitter {
  submit(items: readonly BulkItem[], options?: BulkOptions): Promise<{ firstClock: number }>;
  /** Resolves when nothing is on its way. */
  idle(): Promise<void>;
}

/** Callers fill chunks up to CHUNK_MAX_BYTES. A chunk of twice that comes from a caller that doesn't count. */
const HARD_MAX_BYTES = 2 * CHUNK_MAX_BYTES;

/** Adds the rows of uploads, a chunk at a time. The caller gathers them. */
export function createBulkSubmitter(
  adder: ChunkAdder,
  { timeoutMs, now }: { timeoutMs: number; now: () => number },
): BulkSubmitter {
  const underWay = new Set<Promise<unknown>>();

  return {
    async submit(items, { bytes } = {}) {
      requireFitting(items, bytes);
      const adding = addChunk(items);
      underWay.add(adding);
      try {
        return await adding;
      } finally {
        underWay.delete(adding);
      }
    },
    async idle() {
      while (underWay.size > 0) await Promise.allSettled(underWay);
    },
  };

  async function addChunk(items: readonly BulkItem[]): Promise<{ firstClock: number }> {
    const deadline = performance.now() + timeoutMs;
    const firstClock = items[0]?.clock ?? (await adder.issueClocks(items.length, deadline));
    const clocked = items.map((item, index) => ({ ...item, clock: item.clock ?? firstClock + index }));
    for (const { clock } of clocked) adder.sawClock(clock);
    // Nobody waits for a row of an upload: its job is asked instead.
    await adder.add("bulk", { chunkId: newChunkId(now()), chunk: buildChunk(clocked) }, deadline);
    return { firstClock };
  }
}

function requireFitting(items: readonly BulkItem[], bytes: number | undefined): void {
  if (items.length === 0 || items.length > CHUNK_MAX_ITEMS) {
    throw new RangeError(`A chunk has 1 to ${CHUNK_MAX_ITEMS} items, not ${items.length}.`);
  }
  // A single item can't be split into smaller chunks.
  if (items.length === 1) return;
  const size = bytes ?? items.reduce((sum, { upsert }) => sum + jsonSize(upsert), 0);
  if (size > HARD_MAX_BYTES) {
    throw new RangeError(`A chunk has about ${CHUNK_MAX_BYTES} bytes, not ${size}.`);
  }
}
