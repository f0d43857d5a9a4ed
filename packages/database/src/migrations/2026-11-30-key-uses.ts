import { sql } from "kysely";
import type { Kysely } from "kysely";
import type { Tables } from "../tables/index.ts";

/** Has each key say when it was last used. API processes of the version before note nothing. */
export async function up(db: Kysely<Tables>): Promise<void> {
  await sql`alter table api_keys add column last_used_at timestamptz`.execute(db);
}
