import { sql } from "kysely";
import { setTimeout as delay } from "node:timers/promises";
import type { Database } from "@onefold/database";

export interface Expected {
  /** Only receipts of later clocks are counted. */
  readonly afterClock: number;
  readonly count: number;
  readonly signal: AbortSignal;
}

/** Seldom, since counting costs Postgres what the workers could use; the end is read from the receipts. */
const POLL_MS = 400;
const STALLED_MS = 30_000;

/**
 * Waits until so many receipts are there.
 * @returns when the last of them was written, in milliseconds since 1970
 * @throws where some are rejections, or none has come for half a minute
 */
export async function untilCommitted(db: Database, { afterClock, count, signal }: Expected): Promise<number> {
  let best = -1;
  let bestAt = performance.now();
  for (;;) {
    const { receipts, rejected, last } = await countReceipts(db, afterClock);
    if (rejected > 0) throw new Error(`${rejected} of ${receipts} items were rejected`);
    if (receipts > count) throw new Error(`${receipts} receipts for ${count} accepted items`);
    if (receipts === count) return last;
    if (receipts > best) {
      best = receipts;
      bestAt = performance.now();
    }
    if (performance.now() - bestAt > STALLED_MS) throw new Error(`only ${receipts} of ${count} items ended`);
    await delay(POLL_MS, undefined, { signal });
  }
}

async function countReceipts(db: Database, afterClock: number) {
  const { rows } = await sql<{ receipts: number; rejected: number; last: number }>`
    select count(*) as receipts,
           count(*) filter (where record_id is null) as rejected,
           (extract(epoch from max(finished_at)) * 1000)::float8 as last
      from receipts where clock > ${afterClock}`.execute(db);
  return rows[0] ?? { receipts: 0, rejected: 0, last: 0 };
}
