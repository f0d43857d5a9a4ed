import { sql } from "kysely";
import type { Kysely } from "kysely";
import type { Tables } from "../tables/index.ts";

/** Lets an erasure find whatever quotes a person without looking at all rows. */
export async function up(db: Kysely<Tables>): Promise<void> {
  // The names stand in the receipt's own row, so that they go with it. `{}` means that it keeps an input in which
  // nobody was recognised.
  await sql`alter table receipts add names bigint[]`.execute(db);
  // Nobody has looked whom the earlier rejected rows name, so they expire early.
  await sql`
    update receipts set names = '{}' where record_id is null and result -> 'input' is not null`.execute(db);
  // `fastupdate` is off: every look would have to read the list of pending entries.
  await sql`
    create index receipts_names on receipts using gin (names) with (fastupdate = off)
     where names is not null`.execute(db);
  await sql`create index receipts_unnamed on receipts (finished_at) where names = '{}'`.execute(db);
  await sql`
    create table erasures (
      team_id text collate "C" not null,
      job_id text collate "C" not null,
      record_ids text[] not null,
      ranges json not null,
      names bigint[] not null,
      position json,
      changed boolean not null default false,
      since xid8 not null default pg_current_xact_id(),
      created_at timestamptz not null default now(),
      primary key (team_id, job_id)
    )`.execute(db);
}
