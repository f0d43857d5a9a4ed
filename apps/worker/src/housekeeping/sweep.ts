import type { ItemRef } from "@onefold/contract";
import type { Database } from "@onefold/database";
import { createSweeper } from "@onefold/queue";
import type { QueueOptions, SweepReport } from "@onefold/queue";
import { findApplied, loseRows } from "@onefold/records";
import type { Logger } from "pino";
import { createWatermark } from "./queue-watermark.ts";

export interface SweepOptions {
  readonly db: Database;
  readonly log: Logger;
  readonly queue: QueueOptions & { readonly now: () => number; readonly parkOlderThanMs: number };
  readonly intervalMs: number;
  /** How long an add may take, in milliseconds. */
  readonly addMs: number;
  /** How long a worker may hold a chunk that the store has lost, in milliseconds. */
  readonly graceMs: number;
  rejectUnreadable(unreadable: readonly { ref: ItemRef; clock: number }[]): Promise<void>;
}

/** How far the times of two processes may be apart. */
const SKEW_MS = 10_000;

/**
 * Looks after chunks that failed, again and again until disposed of, and tells those rows of uploads as lost that
 * are in the queue no more and have no receipt.
 */
export function sweep({
  db,
  log,
  queue,
  intervalMs,
  addMs,
  graceMs,
  ...rest
}: SweepOptions): AsyncDisposable {
  const watermark = createWatermark({ addMs, graceMs, skewMs: SKEW_MS });
  let knownParked: ReadonlySet<string> = new Set();
  let isLosing = false;

  return createSweeper({
    ...queue,
    intervalMs,
    isComplete: async (refs) => (await findApplied(db, refs)).size === refs.length,
    rejectUnreadable: rest.rejectUnreadable,
    onSweep(report) {
      tell(report);
      loseWhatIsGone(report).catch((error: unknown) =>
        log.warn({ err: error }, "what the queue has lost can't be told now; tried again"),
      );
    },
  });

  function tell({ removed, retried, rejected, parked, expired, repaired }: SweepReport): void {
    if (removed.length + retried.length + rejected.length > 0)
      log.info({ removed, retried, rejected }, "failed chunks were swept");
    if (repaired.length > 0) log.error({ repaired }, "chunks whose options couldn't be read were mended");
    if (expired.length > 0) log.error({ expired }, "failed chunks past the retention were removed");
    const news = parked.filter((chunkId) => !knownParked.has(chunkId));
    knownParked = new Set(parked);
    if (news.length > 0)
      log.error(
        { parked: news, all: parked.length },
        "failed chunks are parked: nobody can be told of their items",
      );
  }

  async function loseWhatIsGone({ oldestAt }: SweepReport): Promise<void> {
    const passedBefore = watermark.look(oldestAt, queue.now());
    if (passedBefore === undefined || isLosing) return;
    isLosing = true;
    try {
      const lost = await loseRows(db, passedBefore);
      if (lost.size > 0)
        log.error({ lost: Object.fromEntries(lost) }, "the queue has lost rows of uploads; their jobs fail");
    } finally {
      isLosing = false;
    }
  }
}
