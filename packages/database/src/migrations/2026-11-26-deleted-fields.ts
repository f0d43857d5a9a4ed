import { sql } from "kysely";
import type { Kysely } from "kysely";
import type { Tables } from "../tables/index.ts";

/** Keeps custom fields that were taken out. Their values go piece by piece, and then their names are free. */
export async function up(db: Kysely<Tables>): Promise<void> {
  await sql`
    create table deleted_fields (
      team_id text collate "C" not null references teams,
      entity text collate "C" not null,
      name text collate "C" not null,
      deleted_at timestamptz not null default clock_timestamp(),
      position text collate "C",
      changed boolean not null default false,
      since xid8 not null default pg_current_xact_id(),
      removed_at timestamptz,
      until_clock bigint,
      primary key (team_id, entity, name)
    )`.execute(db);
  await sql`create index deleted_fields_open on deleted_fields (deleted_at) where removed_at is null`.execute(
    db,
  );
}
