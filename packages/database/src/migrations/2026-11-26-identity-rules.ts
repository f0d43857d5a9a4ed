import { sql } from "kysely";
import type { Kysely } from "kysely";
import type { Tables } from "../tables/index.ts";

/**
 * Keeps what a team says of identifiers: which name nobody, which do all the same, and from when on one is suspicious.
 */
export async function up(db: Kysely<Tables>): Promise<void> {
  await sql`
    create table identity_rules (
      team_id text collate "C" primary key references teams,
      never text[] not null,
      allow text[] not null,
      suspicious_after integer not null
    )`.execute(db);
}
