import { sql } from "kysely";
import type { Kysely } from "kysely";
import type { Tables } from "../tables/index.ts";

/** What separates the values of a CSV: a file of its rejected rows can be written so too. */
export async function up(db: Kysely<Tables>): Promise<void> {
  await sql`alter table jobs add column csv_delimiter text`.execute(db);
}
