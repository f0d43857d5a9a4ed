import type { Database } from "@onefold/database";
import { sql } from "kysely";
import { DAY_MS } from "../receipts/receipt-key.ts";

/** A row's clock can be days later than the acceptance of its job, as its upload can break off and go on. */
const DAYS_BEHIND = 3;

/**
 * The clock above which each write has its receipt. Receipts go with the day of their acceptance, so it is above the
 * clocks of the oldest days that are kept: whatever those say of the time, none that is issued later is lower. 0 where
 * no day can have gone yet.
 */
export async function findKeptFrom(db: Database): Promise<number> {
  const { rows } = await sql<{ oldest: string | null; is_all: boolean }>`
    select d.oldest::text as oldest,
           d.oldest is null
             or d.oldest <= coalesce((select min(created_at) at time zone 'UTC' from teams), now())::date as is_all
      from (select min(to_date(substr(c.relname, 10), 'YYYYMMDD')) as oldest
              from pg_inherits i join pg_class c on c.oid = i.inhrelid
             where i.inhparent = 'receipts'::regclass and c.relname ~ '^receipts_\\d{8}$') d`.execute(db);
  const [row] = rows;
  if (!row || row.oldest === null || row.is_all) return 0;
  const until = new Date(Date.parse(row.oldest) + DAYS_BEHIND * DAY_MS);
  const { rows: clocks } = await sql<{ highest: number | null }>`
    select max(clock) as highest from receipts where day < ${until.toISOString().slice(0, 10)}::date`.execute(
    db,
  );
  return Math.max(until.getTime() * 1_000, clocks[0]?.highest ?? 0);
}
