import { sql } from "kysely";
import type { Kysely } from "kysely";
import type { Tables } from "../tables/index.ts";

/**
 * A function takes a day of receipts out of their table, with the rights of whoever owns it. `drop_receipts_day` drops
 * it then, under no lock but its own.
 */
export async function up(db: Kysely<Tables>): Promise<void> {
  // Autovacuum may be at that day. Postgres ends it for whoever waited for `deadlock_timeout` (1 s). So this waits longer,
  // for a lock that no reader and no writer needs; autovacuum can't come back meanwhile. Then only those who read or write
  // receipts are left to wait for, and the caller's own limit is in force again.
  await sql`
    create function detach_receipts_day(which date) returns void
    language plpgsql security definer set search_path = public, pg_temp as $$
    declare
      partition text := 'receipts_' || to_char(which, 'YYYYMMDD');
      patience text := current_setting('lock_timeout');
    begin
      perform set_config('lock_timeout', '3s', true);
      execute format('lock table %I in share update exclusive mode', partition);
      perform set_config('lock_timeout', patience, true);
      execute format('alter table receipts detach partition %I', partition);
      execute format('comment on table %I is %L', partition, 'to be dropped');
    end $$`.execute(db);
  // Autovacuum may be there again, where the one that detached it was killed. Nobody else waits for this lock.
  await sql`
    create or replace function drop_receipts_day(which date) returns void
    language plpgsql security definer set search_path = public, pg_temp as $$
    begin
      perform set_config('lock_timeout', '3s', true);
      execute format('drop table %I', 'receipts_' || to_char(which, 'YYYYMMDD'));
    end $$`.execute(db);
  await sql`revoke execute on function detach_receipts_day(date) from public`.execute(db);
}
