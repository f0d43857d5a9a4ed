import { sql } from "kysely";
import type { Kysely } from "kysely";
import type { Tables } from "../tables/index.ts";

/** Keeps the former secrets of keys. They work for a while, and are never given to another key. */
export async function up(db: Kysely<Tables>): Promise<void> {
  await sql`
    alter table api_keys add column rotated_at timestamptz, add column previous_until timestamptz`.execute(
    db,
  );
  // A secret is found by its hash alone, like `api_keys.hash`: the team isn't known before.
  await sql`
    create table rotated_secrets (
      team_id text collate "C" not null,
      key_id text collate "C" not null,
      hash bytea not null,
      valid_until timestamptz not null,
      primary key (team_id, key_id, hash),
      foreign key (team_id, key_id) references api_keys
    )`.execute(db);
  await sql`create unique index rotated_secrets_hash on rotated_secrets (hash)`.execute(db);
}
