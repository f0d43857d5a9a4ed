import type { Database, Tables } from "@onefold/database";
import { sql } from "kysely";
import type { Transaction } from "kysely";
import { DAY_MS, receiptDay } from "./receipt-key.ts";
import { retryContention } from "../transactions/retry-contention.ts";

/** An item can be accepted just before midnight and applied after it, so yesterday's is made too. */
const DAYS_BACK = 1;
const DAYS_AHEAD = 7;
const LOCK_TIMEOUT_MS = 500;

export interface ReceiptMaintenance {
  readonly retentionDays: number;
  /** Milliseconds since 1970. The default is the database's own time, whatever this machine's clock says. */
  readonly now?: number;
}

/**
 * Makes the partitions of the next days. It drops those past the retention, with the tombstones, merges and jobs of
 * their time. It can run from every worker at once, and again at any time: the second one waits, and finds it done.
 * @returns the partitions that it dropped
 * @throws ContentionError where somebody, such as a backup, has a lock for seconds that it needs: try again later
 */
export async function maintainReceipts(db: Database, options: ReceiptMaintenance): Promise<string[]> {
  // A wait for a lock on a whole table keeps everybody else from it. So it waits only for a moment, and then tries
  // again.
  const transaction = () => db.transaction().setIsolationLevel("read committed");
  return retryContention(() => transaction().execute((trx) => maintain(trx, options)));
}

async function maintain(trx: Transaction<Tables>, options: ReceiptMaintenance): Promise<string[]> {
  await sql`set local lock_timeout = ${sql.lit(LOCK_TIMEOUT_MS)}`.execute(trx);
  await sql`select pg_advisory_xact_lock(${MAINTENANCE_LOCK}::int, 0)`.execute(trx);
  const now = options.now ?? (await databaseTime(trx));
  const existing = await partitions(trx);
  for (let day = -DAYS_BACK; day <= DAYS_AHEAD; day++) {
    const from = receiptDay(now + day * DAY_MS);
    const name = partitionName(from);
    if (!existing.includes(name)) await sql`select create_receipts_day(${from}::date)`.execute(trx);
  }
  const oldestDay = receiptDay(now - options.retentionDays * DAY_MS);
  await sql`delete from receipts_default where day < ${oldestDay}::date`.execute(trx);
  const oldest = partitionName(oldestDay);
  const expired = existing.filter((name) => DAY_PARTITION.test(name) && name < oldest);
  // These are needed only as long as an item of that time can be delivered, or its receipt can be read.
  const oldestClock = Date.parse(oldestDay) * 1_000;
  await sql`
    delete from tombstones where clock < ${oldestClock} and coalesce(erased_clock, 0) < ${oldestClock}`.execute(
    trx,
  );
  // A merge that was undone lately is kept: it tells an erasure which receipts of the survivor are about a restored record
  // too.
  await trx
    .deleteFrom("merges")
    .where("clock", "<", oldestClock)
    .where((row) => row.or([row("undone_clock", "is", null), row("undone_clock", "<", oldestClock)]))
    .execute();
  await trx
    .deleteFrom("jobs")
    .where("finished_at", "is not", null)
    .where("accepted_at", "<", new Date(oldestDay))
    .execute();
  // This comes last: from here to the end of the transaction nobody can write a receipt.
  for (const name of expired) await sql`select drop_receipts_day(${name.slice(-8)}::date)`.execute(trx);
  return expired;
}

async function databaseTime(trx: Transaction<Tables>): Promise<number> {
  const { rows } = await sql<{ now: Date }>`select clock_timestamp() as now`.execute(trx);
  if (!rows[0]) throw new Error("the database told no time");
  return rows[0].now.getTime();
}

/** This is "fole". It stands beside the class of the identifiers' locks. */
const MAINTENANCE_LOCK = 0x666f6c65;
const DAY_PARTITION = /^receipts_\d{8}$/;

function partitionName(day: string): string {
  return `receipts_${day.replaceAll("-", "")}`;
}

async function partitions(db: Database): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select c.relname as name
      from pg_inherits i join pg_class c on c.oid = i.inhrelid
     where i.inhparent = 'receipts'::regclass`.execute(db);
  return rows.map((row) => row.name);
}
