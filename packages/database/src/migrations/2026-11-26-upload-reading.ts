import { sql } from "kysely";
import type { Kysely } from "kysely";
import type { Tables } from "../tables/index.ts";

/** How a CSV was read: a repeat of its upload is told the same. */
export async function up(db: Kysely<Tables>): Promise<void> {
  await sql`alter table jobs add column csv_reading json`.execute(db);
}
