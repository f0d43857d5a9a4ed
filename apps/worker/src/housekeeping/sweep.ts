import type { ItemRef } from "@onefold/contract";
import type { Database } from "@onefold/database";
import { createSweeper } from "@onefold/queue";
import type { QueueOptions, SweepReport } from "@onefold/queue";
import { findApplied, loseRows } from "@onefold/records";
import type { Watermark } from "@onefold/records";
import type { Logger } from "pino";
import type { Metrics } from "../health/create-metrics.ts";
import { createWatermark } from "./queue-watermark.ts";

export interface SweepOptions {
  readonly db: Database;
  readonly log: Logger;
  readonly metrics: Pick<Metrics, "lost" | "parked" | "passed">;
  readonly queue: QueueOptions & { readonly now: () => number; readonly parkOlderThanMs: number };
  readonly intervalMs: number;
  /** How long an add may take, in milliseconds. */
  readonly addMs: number;
  /** How long a worker may hold a chunk that the store has lost, in milliseconds. */
  readonly graceMs: number;
  rejectUnreadable(unreadable: readonly { ref: ItemRef; clock: number; body?: unknown }[]): Promise<void>;
}

/** How far the times of two processes may be apart. */
const SKEW_MS = 10_000;

/**
 * Looks after chunks that failed, again and again until disposed of. It also tells as lost the rows of uploads that are
 * no longer in the queue and have no receipt.
 */
export function sweep({
  db,
  log,
  metrics,
  queue,
  intervalMs,
  addMs,
  graceMs,
  ...rest
}: SweepOptions): AsyncDisposable {
  const watermark = createWatermark({ addMs, graceMs, skewMs: SKEW_MS });
  let knownParked: ReadonlySet<string> = new Set();
  let losing: Promise<void> | undefined;

  const sweeper = createSweeper({
    ...queue,
    intervalMs,
    isComplete: async (refs) => (await findApplied(db, refs)).size === refs.length,
    rejectUnreadable: rest.rejectUnreadable,
    onSweep(report) {
      tell(report);
      const known = watermark.look(report.oldestAt, report.lookedAt);
      if (known === undefined || losing) return;
      losing = loseWhatIsGone(known)
        .catch((error: unknown) =>
          log.warn({ err: error }, "what the queue has lost can't be told now; tried again"),
        )
        .finally(() => (losing = undefined));
    },
  });
  return {
    async [Symbol.asyncDispose]() {
      await sweeper[Symbol.asyncDispose]();
      await losing;
    },
  };

  function tell({ removed, retried, rejected, parked, expired, repaired }: SweepReport): void {
    if (removed.length + retried.length + rejected.length > 0)
      log.info({ removed, retried, rejected }, "failed chunks were swept");
    if (repaired.length > 0) log.error({ repaired }, "chunks whose options couldn't be read were mended");
    if (expired.length > 0) log.error({ expired }, "failed chunks past the retention were removed");
    const news = parked.filter((chunkId) => !knownParked.has(chunkId));
    knownParked = new Set(parked);
    metrics.parked(parked.length);
    if (news.length > 0)
      log.error(
        { parked: news, all: parked.length },
        "failed chunks are parked: nobody can be told of their items (onefold parked-chunks list)",
      );
  }

  async function loseWhatIsGone(known: Watermark): Promise<void> {
    const lost = await loseRows(db, known);
    metrics.passed(known.passedBefore);
    if (lost.size === 0) return;
    metrics.lost([...lost.values()].reduce((sum, rows) => sum + rows));
    log.error({ lost: Object.fromEntries(lost) }, "the queue has lost rows of uploads; their jobs fail");
  }
}
