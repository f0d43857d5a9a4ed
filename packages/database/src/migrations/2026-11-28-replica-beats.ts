import { sql } from "kysely";
import type { Kysely } from "kysely";
import type { Tables } from "../tables/index.ts";

/** Lets an API process see by its own row how far a read replica is. */
export async function up(db: Kysely<Tables>): Promise<void> {
  await sql`alter table processes add column beat_ms bigint`.execute(db);
}
