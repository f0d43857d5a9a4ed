import type { Item, ItemRef } from "@onefold/contract";
import type { Database } from "@onefold/database";
import type { ReceivedChunk, Reply } from "@onefold/queue";
import {
  commitReady,
  linkLocksOf,
  locksOf,
  receiptKey,
  rejectItems,
  teamOfPlace,
  unreadable,
} from "@onefold/records";
import type { CommitPoint, Outcome } from "@onefold/records";
import type { Logger } from "pino";
import { createCommitScheduler } from "./commits/commit-scheduler.ts";
import type { Left } from "./commits/commit-scheduler-options.ts";
import type { CommitScheduler } from "./commits/commit-scheduler.ts";
import type { Config } from "./config.ts";
import type { Metrics } from "./health/create-metrics.ts";
import type { Waker } from "./waker.ts";

/** Where a fault test can stop a chunk. */
export type WorkerPoint = CommitPoint | "before-completion";

export interface ApplyOptions {
  readonly config: Config;
  readonly db: Database;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly waker: Waker;
  /** Called when no chunk of an upload is at hand any more. */
  onBulkDone(): void;
  /** When it is aborted, what isn't done is given up. */
  readonly signal: AbortSignal;
  /** Fault tests set this. It is awaited at each point. */
  readonly onPoint?: (point: WorkerPoint, items: readonly Item[]) => Promise<void> | void;
}

/** Takes chunks through the worker. */
export interface ChunkApplier {
  /** Settles when every item of the chunk has a receipt. The queue may not forget the chunk before. */
  apply(chunk: ReceivedChunk): Promise<void>;
  /** Gives receipts to items whose copy in the queue can't be read. */
  rejectUnreadable(unreadable: readonly UnreadableItem[]): Promise<void>;
  readonly scheduler: Pick<CommitScheduler<unknown>, "busy" | "failing" | "longestHeldMs">;
}

interface UnreadableItem {
  readonly ref: ItemRef;
  readonly clock: number;
  /** What the queue has of it, if anything. */
  readonly body?: unknown;
}

/** An item on its way through the worker. */
interface Held {
  readonly item: Item;
  readonly replyTo: string | undefined;
}

/** Commits the items of chunks together with those of others, and wakes who waits for them. */
export function createChunkApplier({
  config,
  db,
  log,
  metrics,
  waker,
  onBulkDone,
  signal,
  onPoint,
}: ApplyOptions): ChunkApplier {
  let bulkChunks = 0;
  const scheduler = createCommitScheduler<Held>({
    slots: config.WORKER_SLOTS,
    maxItems: config.COMMIT_MAX_ITEMS,
    maxLocks: config.COMMIT_MAX_LOCKS,
    locksOf: ({ item }) => locksOf(item),
    linkLocksOf: ({ item }) => linkLocksOf(item),
    teamOf: ({ item }) => item.ref.teamId,
    jobOf: ({ item }) => item.ref.jobId,
    ...(config.DATABASE_DISTRIBUTED === "1" && { apartOf: ({ item }) => teamOfPlace(item) }),
    commit,
    signal,
    onFailure: (error, waitMs) =>
      log.error({ err: error, waitMs }, "a commit failed; its items are held and tried again"),
    onRecovery: () => log.info("what failed is committed"),
    onFreed: (ms) => metrics.freed(ms),
  });

  return {
    async apply(chunk) {
      const isBulk = chunk.lane === "bulk";
      if (isBulk) bulkChunks++;
      try {
        await applyChunk(chunk);
      } finally {
        if (isBulk && --bulkChunks === 0) onBulkDone();
      }
    },
    rejectUnreadable,
    scheduler,
  };

  async function applyChunk(chunk: ReceivedChunk): Promise<void> {
    if (chunk.redelivered) log.info({ chunkId: chunk.chunkId }, "a chunk was delivered again");
    await rejectUnreadable(chunk.unreadable);
    const { replyTo } = chunk;
    if (replyTo !== undefined) for (const named of chunk.unreadable) waker.wake(replyTo, replyOf(named));
    await scheduler.add(
      chunk.items.map((item) => ({ item, replyTo })),
      chunk.lane,
    );
    await onPoint?.("before-completion", chunk.items);
  }

  async function commit(entries: readonly Held[]): Promise<Left<Held>> {
    const items = entries.map(({ item }) => item);
    const started = performance.now();
    const committed = await commitReady(db, items, {
      ...(onPoint && { onPoint: (point: CommitPoint) => onPoint(point, items) }),
    });
    const ms = performance.now() - started;
    const left = {
      held: entriesOf(committed.held, entries),
      rest: entriesOf(committed.rest, entries),
    };
    const done = items.length - left.held.length - left.rest.length;
    if (done > 0) metrics.committed(done, ms, committed);
    const isLeft = new Set([...left.held, ...left.rest]);
    const { outcomes, skipped } = committed;
    wakeWaiting(
      entries.filter((each) => !isLeft.has(each)),
      outcomes,
    );
    log.debug({ applied: outcomes.length, skipped, held: left.held.length, ms: Math.round(ms) }, "committed");
    if (skipped > 0) log.info({ skipped }, "items that have a receipt were skipped");
    return left;
  }

  function wakeWaiting(done: readonly Held[], outcomes: readonly Outcome[]): void {
    // Nobody waits for rows of uploads, which are most of what is committed.
    if (done.every(({ replyTo }) => replyTo === undefined)) return;
    const jsonOf = new Map(outcomes.map(({ item, json }) => [receiptKey(item.ref), json]));
    for (const { item, replyTo } of done)
      if (replyTo !== undefined) waker.wake(replyTo, replyOf(item, jsonOf.get(receiptKey(item.ref))));
  }

  async function rejectUnreadable(items: readonly UnreadableItem[]): Promise<void> {
    if (items.length === 0) return;
    log.error({ items: items.map(({ ref }) => receiptKey(ref)) }, "items can't be read and are rejected");
    for (const ofTeam of Map.groupBy(items, ({ ref }) => ref.teamId).values())
      await rejectItems(
        db,
        ofTeam.map(({ ref, clock, body }) => ({ ref, clock, result: unreadable(body) })),
      );
    metrics.unreadable(items.length);
  }
}

function replyOf({ ref, clock }: UnreadableItem, result?: string): Reply {
  return { jobId: ref.jobId, row: ref.row, clock, result };
}

/** A copy of an item that is left is left too. */
function entriesOf(left: readonly Item[], entries: readonly Held[]): Held[] {
  if (left.length === 0) return [];
  const keys = new Set(left.map(({ ref }) => receiptKey(ref)));
  return entries.filter(({ item }) => keys.has(receiptKey(item.ref)));
}
