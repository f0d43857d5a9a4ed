import type { Database } from "@onefold/database";
import { maintainReceipts } from "@onefold/records";
import { sql } from "kysely";

const RETENTION_DAYS = 30;
/** Past the retention, so that the next housekeeping drops them. */
const AGE_DAYS = 40;
const DAY_MS = 86_400_000;

/** Makes a day of so many receipts that are older than they are kept: copies of one that is there. */
export async function fillOldDay(db: Database, count: number): Promise<void> {
  const day = new Date(Date.now() - AGE_DAYS * DAY_MS).toISOString().slice(0, 10);
  await sql`select create_receipts_day(${day}::date)`.execute(db);
  await sql`
    insert into receipts (team_id, day, job_id, "row", clock, record_id, key_id, result)
    select team_id, ${day}::date, 'job_old' || n, 0, n, record_id, key_id, result
      from (select * from receipts limit 1) receipt, generate_series(1, ${count}::int) n`.execute(db);
}

/**
 * Drops them as a worker's housekeeping does.
 * @returns how long that took, in milliseconds
 */
export async function dropOldDay(db: Database): Promise<number> {
  const startedAt = performance.now();
  const dropped = await maintainReceipts(db, { retentionDays: RETENTION_DAYS });
  if (dropped.length === 0) throw new Error("A worker's housekeeping was faster: no day was left to drop.");
  return performance.now() - startedAt;
}
