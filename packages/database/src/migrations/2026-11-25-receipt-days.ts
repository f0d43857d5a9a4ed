import { sql } from "kysely";
import type { Kysely } from "kysely";
import type { Tables } from "../tables/index.ts";

/**
 * Days of receipts are made and dropped by functions that run with the rights of whoever owns the tables, so that a
 * worker's role needs no right to make or drop any.
 */
export async function up(db: Kysely<Tables>): Promise<void> {
  // A day whose receipts went to the default partition, because nobody had made its own ahead, is moved out of it:
  // Postgres refuses to attach a partition whose rows lie in the default one.
  await sql`
    create function create_receipts_day(which date) returns void
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
    end $$`.execute(db);
  await sql`
    create function drop_receipts_day(which date) returns void
    language plpgsql security definer set search_path = public, pg_temp as $$
    begin
      execute format('drop table %I', 'receipts_' || to_char(which, 'YYYYMMDD'));
    end $$`.execute(db);
  for (const name of ["create_receipts_day", "drop_receipts_day"])
    await sql`revoke execute on function ${sql.ref(name)}(date) from public`.execute(db);
}
