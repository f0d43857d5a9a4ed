import { sql } from "kysely";
import type { Kysely } from "kysely";
import type { Tables } from "../tables/index.ts";

/**
 * Keeps what the columns of a CSV meant when its job was opened, so that its rows mean the same when they are sent
 * again.
 */
export async function up(db: Kysely<Tables>): Promise<void> {
  await sql`alter table jobs add column column_fields json`.execute(db);
}
