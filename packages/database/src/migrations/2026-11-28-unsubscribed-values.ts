import { sql } from "kysely";
import type { Kysely } from "kysely";
import type { Tables } from "../tables/index.ts";

/**
 * Keeps the values by which people count as unsubscribed. Processes of the version before don't look at them: what one of
 * these creates beside this version is subscribed.
 */
export async function up(db: Kysely<Tables>): Promise<void> {
  await sql`
    create table unsubscribed_values (
      team_id text collate "C" not null references teams,
      kind text collate "C" not null,
      hash bytea not null,
      unsubscribed_id text collate "C" not null,
      value text collate "C",
      clock bigint not null,
      created_at timestamptz not null default clock_timestamp(),
      primary key (team_id, kind, hash)
    )`.execute(db);
  // For the lists, and for the floor of the clocks.
  await sql`
    create index unsubscribed_values_listed on unsubscribed_values (team_id, created_at, unsubscribed_id)
     where value is not null`.execute(db);
  await sql`create index unsubscribed_values_clock on unsubscribed_values (clock)`.execute(db);
}
