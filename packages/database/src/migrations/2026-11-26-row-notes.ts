import { sql } from "kysely";
import type { Kysely } from "kysely";
import type { Tables } from "../tables/index.ts";

/**
 * What applied rows of a job were warned of, and why values of them were not applied, counted as they are applied. Null
 * without a default: neither table is written anew.
 */
export async function up(db: Kysely<Tables>): Promise<void> {
  await sql`alter table job_counts add notes jsonb`.execute(db);
  await sql`alter table jobs add notes jsonb`.execute(db);
}
