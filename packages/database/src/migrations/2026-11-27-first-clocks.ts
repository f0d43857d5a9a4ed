import { sql } from "kysely";
import type { Kysely } from "kysely";
import type { Tables } from "../tables/index.ts";

/**
 * Keeps when a request was first accepted if its key was given to other jobs since. Who was deleted after that stays
 * deleted.
 */
export async function up(db: Kysely<Tables>): Promise<void> {
  await sql`alter table idempotency_keys add column first_clock bigint`.execute(db);
}
