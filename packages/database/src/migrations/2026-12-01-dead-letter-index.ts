import { sql } from "kysely";
import type { Kysely } from "kysely";
import type { Tables } from "../tables/index.ts";

/**
 * Lists the few receipts that are dead letters. Processes of the version before write none, and ask nothing of it. By their
 * codes Postgres sees that they are few: of what is there or not it thinks that it mostly is, and walks all receipts.
 */
export async function up(db: Kysely<Tables>): Promise<void> {
  await sql`
    create index receipts_dead_letter on receipts (team_id, clock, "row")
     where record_id is null and result -> 'letter' is not null
       and (result ->> 'code' = 'UNPROCESSABLE' or result ->> 'code' = 'UNREADABLE')`.execute(db);
}
