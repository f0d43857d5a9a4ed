import { sql } from "kysely";
import type { Kysely } from "kysely";
import type { Tables } from "../tables/index.ts";

/**
 * Functions make and drop the days of receipts, with the rights of whoever owns the tables. So a worker's role needs no
 * right to make or drop any.
 */
export async function up(db: Kysely<Tables>): Promise<void> {
  // If nobody had made a day's partition ahead, its receipts went to the default one. They are moved out of it first:
  // Postgres refuses to attach a partition whose rows are in the default one.
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
