import { sql } from "kysely";
import type { Kysely } from "kysely";
import type { Tables } from "../tables/index.ts";

/**
 * Lists the few receipts that left a clash: those that quote another record than their own, and what was refused since
 * its identifiers name several. Processes of the version before fill it as well, and ask nothing of it.
 */
export async function up(db: Kysely<Tables>): Promise<void> {
  await sql`
    create index receipts_clash on receipts (team_id, clock)
     where (record_id is not null and names is not null and result ->> 'dryRun' is null)
        or (record_id is null and result ->> 'code' = 'IDENTITY_CONFLICT')`.execute(db);
}
