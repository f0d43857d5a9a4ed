import type { Database } from "@onefold/database";
import { sql } from "kysely";

export interface IdempotencyPurge {
  readonly retentionHours: number;
  /** Rows of one statement at most, so that none of them takes long. */
  readonly maxRows?: number;
}

/** Deletes what is past its retention. Safe to run from every worker at once: they pass by each other's rows. */
export async function purgeIdempotencyKeys(
  db: Database,
  { retentionHours, maxRows = 5_000 }: IdempotencyPurge,
): Promise<number> {
  for (let deleted = 0; ;) {
    const { numAffectedRows = 0n } = await sql`
      delete from idempotency_keys
       where (team_id, route, key_hash) in (
               select team_id, route, key_hash from idempotency_keys
                where created_at < now() - make_interval(hours => ${retentionHours})
                order by created_at limit ${maxRows}
                  for update skip locked)`.execute(db);
    deleted += Number(numAffectedRows);
    if (numAffectedRows < BigInt(maxRows)) return deleted;
  }
}
