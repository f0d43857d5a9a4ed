import { sql } from "kysely";
import type { Kysely } from "kysely";
import type { Tables } from "../tables/index.ts";

/**
 * Counts the notes of a job's applied rows as they are applied: warnings, and why values were not applied. The columns
 * are null without a default, so neither table is written anew.
 */
export async function up(db: Kysely<Tables>): Promise<void> {
  await sql`alter table job_counts add notes jsonb`.execute(db);
  await sql`alter table jobs add notes jsonb`.execute(db);
}
