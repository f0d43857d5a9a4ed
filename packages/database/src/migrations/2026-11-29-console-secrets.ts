import { sql } from "kysely";
import type { Kysely } from "kysely";
import type { Tables } from "../tables/index.ts";

/**
 * Keeps what signs in to the console: links that are used up once, and sessions. Each belongs to a key and is worth no
 * more than it. Processes of the version before know none of them.
 */
export async function up(db: Kysely<Tables>): Promise<void> {
  await sql`
    create table console_secrets (
      team_id text collate "C" not null,
      key_id text collate "C" not null,
      hash bytea not null,
      kind text not null,
      created_at timestamptz not null default clock_timestamp(),
      valid_until timestamptz not null,
      key_until timestamptz,
      primary key (team_id, key_id, hash),
      foreign key (team_id, key_id) references api_keys
    )`.execute(db);
  // A secret is found by its hash alone, like `api_keys.hash`: the team isn't known before.
  await sql`create unique index console_secrets_hash on console_secrets (hash)`.execute(db);
}
