import { sql } from "kysely";
import type { Kysely } from "kysely";
import type { Tables } from "../tables/index.ts";

/**
 * A receipt says of what its record was made when it was applied: the number of the last merge into it that stood, or 0.
 * Clocks don't tell that, as an item has the clock of its acceptance, and can be applied weeks later. Processes of the
 * version before say nothing (null): of their receipts the clock decides, as before.
 */
export async function up(db: Kysely<Tables>): Promise<void> {
  await sql`alter table receipts add merge_seq bigint`.execute(db);
  await sql`
    create index receipts_of_parts on receipts (team_id, record_id, merge_seq) where merge_seq > 0`.execute(
    db,
  );
  // An undo notes the last merge that its survivor's receipts have come to: later ones tell of somebody else.
  await sql`alter table merges add last_seq bigint`.execute(db);
  await sql`
    create index merges_standing on merges (team_id, survivor_id, seq) where undone_clock is null`.execute(
    db,
  );
  await sql`alter table erasures add parts json`.execute(db);
}
