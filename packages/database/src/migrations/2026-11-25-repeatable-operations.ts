import { sql } from "kysely";
import type { Kysely } from "kysely";
import type { Tables } from "../tables/index.ts";

/**
 * Adds what a repeat of an operation under its Idempotency-Key needs: where its receipt is, and the ids that it told.
 */
export async function up(db: Kysely<Tables>): Promise<void> {
  await sql`
    alter table idempotency_keys add day date, add record_ids text[]`.execute(db);
}
