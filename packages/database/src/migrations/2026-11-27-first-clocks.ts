import { sql } from "kysely";
import type { Kysely } from "kysely";
import type { Tables } from "../tables/index.ts";

/** When a request was accepted first whose key was given to other jobs since: who was deleted later stays deleted. */
export async function up(db: Kysely<Tables>): Promise<void> {
  await sql`alter table idempotency_keys add column first_clock bigint`.execute(db);
}
