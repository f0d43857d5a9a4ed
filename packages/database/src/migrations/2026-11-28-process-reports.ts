import { sql } from "kysely";
import type { Kysely } from "kysely";
import type { Tables } from "../tables/index.ts";

/** A process says more of itself than that it runs. One of a version before this says nothing. */
export async function up(db: Kysely<Tables>): Promise<void> {
  await sql`alter table processes add column report jsonb`.execute(db);
}
