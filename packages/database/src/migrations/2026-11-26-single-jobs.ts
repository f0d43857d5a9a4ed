import { sql } from "kysely";
import type { Kysely } from "kysely";
import type { Tables } from "../tables/index.ts";

/** Lists receipts of single requests by the time of acceptance, however many rows of uploads are between them. */
export async function up(db: Kysely<Tables>): Promise<void> {
  await sql`create index receipts_first on receipts (team_id, job_id) where "row" = 0`.execute(db);
}
