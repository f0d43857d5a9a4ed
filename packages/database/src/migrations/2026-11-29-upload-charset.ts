import { sql } from "kysely";
import type { Kysely } from "kysely";
import type { Tables } from "../tables/index.ts";

/** Keeps in which charset a CSV was read, so that its job can say it. */
export async function up(db: Kysely<Tables>): Promise<void> {
  await sql`alter table jobs add column csv_charset text`.execute(db);
}
