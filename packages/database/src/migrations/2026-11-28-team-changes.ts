import { sql } from "kysely";
import type { Kysely } from "kysely";
import type { Tables } from "../tables/index.ts";

/**
 * The change feed: a row for what each transaction did to a team, by the transaction's number. Its days are made, taken
 * out and dropped with those of receipts, by the same functions.
 */
export async function up(db: Kysely<Tables>): Promise<void> {
  // No worker makes or drops days meanwhile (receipt-partitions.ts): each day of receipts has its day of changes.
  await sql`select pg_advisory_xact_lock(${0x666f6c65}::int, 0)`.execute(db);
  await sql`create sequence changes_seq`.execute(db);
  await sql`
    create table changes (
      team_id text collate "C" not null,
      day date not null default (clock_timestamp() at time zone 'UTC')::date,
      xid xid8 not null default pg_current_xact_id(),
      seq bigint not null default nextval('changes_seq'),
      size integer not null,
      entries json not null,
      primary key (team_id, xid, seq, day)
    ) partition by range (day)`.execute(db);
  await sql`alter sequence changes_seq owned by changes.seq`.execute(db);
  await sql`create table changes_default partition of changes default`.execute(db);
  await sql`
    create function create_changes_day(which date) returns void
    language plpgsql security definer set search_path = public, pg_temp as $$
    declare
      partition text := 'changes_' || to_char(which, 'YYYYMMDD');
    begin
      lock table changes_default in access exclusive mode;
      execute format('create table %I (like changes including defaults including constraints)', partition);
      execute format(
        'with moved as (delete from changes_default where day = $1 returning *) insert into %I select * from moved',
        partition) using which;
      execute format(
        'alter table changes attach partition %I for values from (%L) to (%L)', partition, which, which + 1);
    end $$`.execute(db);
  await sql`revoke execute on function create_changes_day(date) from public`.execute(db);
  await sql`
    select create_changes_day(to_date(substr(c.relname, 10), 'YYYYMMDD'))
      from pg_inherits i join pg_class c on c.oid = i.inhrelid
     where i.inhparent = 'receipts'::regclass and c.relname ~ '^receipts_\\d{8}$'`.execute(db);
  await together(db);
}

/** Lets the functions of the days of receipts take those of changes along. The rest of them is as it was. */
async function together(db: Kysely<Tables>): Promise<void> {
  await sql`
    create or replace function create_receipts_day(which date) returns void
    language plpgsql security definer set search_path = public, pg_temp as $$
    declare
      partition text := 'receipts_' || to_char(which, 'YYYYMMDD');
    begin
      lock table receipts_default in access exclusive mode;
      execute format('create table %I (like receipts including defaults including constraints)', partition);
      execute format(
        'with moved as (delete from receipts_default where day = $1 returning *) insert into %I select * from moved',
        partition) using which;
      execute format(
        'alter table receipts attach partition %I for values from (%L) to (%L)', partition, which, which + 1);
      perform create_changes_day(which);
    end $$`.execute(db);
  await sql`
    create or replace function detach_receipts_day(which date) returns void
    language plpgsql security definer set search_path = public, pg_temp as $$
    declare
      patience text := current_setting('lock_timeout');
      parent text;
      partition text;
    begin
      perform set_config('lock_timeout', '3s', true);
      foreach parent in array array['receipts', 'changes'] loop
        partition := parent || to_char(which, '_YYYYMMDD');
        if to_regclass(partition) is not null then
          execute format('lock table %I in share update exclusive mode', partition);
        end if;
      end loop;
      perform set_config('lock_timeout', patience, true);
      foreach parent in array array['receipts', 'changes'] loop
        partition := parent || to_char(which, '_YYYYMMDD');
        if to_regclass(partition) is not null then
          execute format('alter table %I detach partition %I', parent, partition);
          execute format('comment on table %I is %L', partition, 'to be dropped');
        end if;
      end loop;
    end $$`.execute(db);
  await sql`
    create or replace function drop_receipts_day(which date) returns void
    language plpgsql security definer set search_path = public, pg_temp as $$
    begin
      perform set_config('lock_timeout', '3s', true);
      execute format('drop table %I', 'receipts_' || to_char(which, 'YYYYMMDD'));
      execute format('drop table if exists %I', 'changes_' || to_char(which, 'YYYYMMDD'));
    end $$`.execute(db);
}
