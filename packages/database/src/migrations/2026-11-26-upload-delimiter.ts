import { sql } from "kysely";
import type { Kysely } from "kysely";
import type { Tables } from "../tables/index.ts";

/** Keeps what separates the values of a CSV, so that a file of its rejected rows can be written in the same way. */
export async function up(db: Kysely<Tables>): Promise<void> {
  await sql`alter table jobs add column csv_delimiter text`.execute(db);
}
