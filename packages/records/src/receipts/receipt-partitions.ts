import type { Database, Tables } from "@onefold/database";
import { sql } from "kysely";
import type { Transaction } from "kysely";
import { DAY_MS, receiptDay } from "./receipt-key.ts";
import type { Stoppable } from "../transactions/stoppable.ts";
import { retryContention } from "../transactions/retry-contention.ts";

/** An item can be accepted just before midnight and applied after it, so yesterday's is made too. */
const DAYS_BACK = 1;
const DAYS_AHEAD = 7;
const LOCK_TIMEOUT_MS = 500;

export interface ReceiptMaintenance extends Stoppable {
  readonly retentionDays: number;
  /** Milliseconds since 1970. The default is the database's own time, whatever this machine's clock says. */
  readonly now?: number;
}

/**
 * Makes the partitions of the next days. It drops those past the retention, with the tombstones, merges and jobs of
 * their time. It can run from every worker at once, and again at any time: the second one waits, and finds it done. If
 * it ends halfway, the next one goes on with what is left.
 * @returns the partitions that it dropped
 * @throws ContentionError where somebody, such as a backup, has a lock for seconds that it needs: try again later
 */
export async function maintainReceipts(db: Database, options: ReceiptMaintenance): Promise<string[]> {
  const oldestDay = await inTurn(db, (trx) => makeDays(trx, options));
  const oldest = partitionName(oldestDay);
  // Nobody can read or write a receipt while a day leaves them. That takes a moment, and its files are removed later:
  // of a million receipts that takes a second. The oldest goes first: the days that are there say from when on receipts
  // are kept (settle-lost.ts).
  await oneByOne(db, {
    next: async (trx) => (await attached(trx)).find((name) => DAY_PARTITION.test(name) && name < oldest),
    call: "detach_receipts_day",
    signal: options.signal,
  });
  const dropped = await oneByOne(db, {
    next: firstDetached,
    call: "drop_receipts_day",
    signal: options.signal,
  });
  // What is of a time goes after its receipts.
  if (!options.signal?.aborted) await inTurn(db, (trx) => deleteOfTime(trx, oldestDay));
  return dropped;
}

interface Step extends Stoppable {
  readonly next: (trx: Transaction<Tables>) => Promise<string | undefined>;
  readonly call: string;
}

/** Each in a transaction of its own, and looked up there: another process may have been faster. */
async function oneByOne(db: Database, { next, call, signal }: Step): Promise<string[]> {
  const done: string[] = [];
  for (;;) {
    const name = await inTurn(db, async (trx) => {
      const found = await next(trx);
      // Postgres reads a day without signs between its parts.
      if (found) await sql`select ${sql.ref(call)}(${found.slice(-8)}::date)`.execute(trx);
      return found;
    });
    if (name !== undefined) done.push(name);
    if (name === undefined || signal?.aborted) return done;
  }
}

/** In a transaction that no other process's maintenance runs beside. */
async function inTurn<T>(db: Database, act: (trx: Transaction<Tables>) => Promise<T>): Promise<T> {
  const transaction = () => db.transaction().setIsolationLevel("read committed");
  return retryContention(() =>
    transaction().execute(async (trx) => {
      // A wait for a lock on a whole table keeps everybody else from it. So it waits only for a moment, and then tries
      // again.
      await sql`set local lock_timeout = ${sql.lit(LOCK_TIMEOUT_MS)}`.execute(trx);
      await sql`select pg_advisory_xact_lock(${MAINTENANCE_LOCK}::int, 0)`.execute(trx);
      return act(trx);
    }),
  );
}

/** @returns the oldest day that is kept */
async function makeDays(trx: Transaction<Tables>, options: ReceiptMaintenance): Promise<string> {
  const now = options.now ?? (await databaseTime(trx));
  const existing = await attached(trx);
  for (let day = -DAYS_BACK; day <= DAYS_AHEAD; day++) {
    const from = receiptDay(now + day * DAY_MS);
    if (!existing.includes(partitionName(from)))
      await sql`select create_receipts_day(${from}::date)`.execute(trx);
  }
  return receiptDay(now - options.retentionDays * DAY_MS);
}

/** What is needed only as long as an item of that time can be delivered, or its receipt can be read. */
async function deleteOfTime(trx: Transaction<Tables>, oldestDay: string): Promise<void> {
  for (const table of ["receipts_default", "changes_default"])
    await sql`delete from ${sql.table(table)} where day < ${oldestDay}::date`.execute(trx);
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

/** The oldest first. */
async function attached(db: Database): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select c.relname as name
      from pg_inherits i join pg_class c on c.oid = i.inhrelid
     where i.inhparent = 'receipts'::regclass order by c.relname`.execute(db);
  return rows.map((row) => row.name);
}

/** Gives a day that `detach_receipts_day` has marked. What somebody keeps under such a name isn't. */
async function firstDetached(db: Database): Promise<string | undefined> {
  const { rows } = await sql<{ name: string }>`
    select relname as name from pg_class
     where relnamespace = (select relnamespace from pg_class where oid = 'receipts'::regclass)
       and relname ~ '^receipts_\\d{8}$' and relkind = 'r' and not relispartition
       and obj_description(oid, 'pg_class') = 'to be dropped'
     order by relname limit 1`.execute(db);
  return rows[0]?.name;
}
