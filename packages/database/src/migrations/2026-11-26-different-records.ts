import { sql } from "kysely";
import type { Kysely } from "kysely";
import type { Tables } from "../tables/index.ts";

/** Keeps pairs of records that somebody said are different people, or companies. No upsert merges them. */
export async function up(db: Kysely<Tables>): Promise<void> {
  await sql`
    create table different_records (
      team_id text collate "C" not null references teams,
      low_id text collate "C" not null,
      high_id text collate "C" not null,
      created_by text collate "C" not null,
      created_at timestamptz not null default clock_timestamp(),
      primary key (team_id, low_id, high_id),
      check (low_id < high_id)
    )`.execute(db);
  await sql`create index different_records_high on different_records (team_id, high_id)`.execute(db);
}
