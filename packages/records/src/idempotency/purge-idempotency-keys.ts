import type { Database } from "@onefold/database";
import { sql } from "kysely";
import type { Stoppable } from "../transactions/stoppable.ts";
import { rowSet } from "../rows/row-set.ts";

export interface IdempotencyPurge extends Stoppable {
  readonly retentionHours: number;
  /** Rows of one statement at most, so that none of them takes long. */
  readonly maxRows?: number;
}

/**
 * Deletes what is past its retention, the oldest first, a team at a time. It is safe to run from every worker at once:
 * they pass by each other's rows.
 */
export async function purgeIdempotencyKeys(
  db: Database,
  { retentionHours, maxRows = 5_000, signal }: IdempotencyPurge,
): Promise<number> {
  for (let deleted = 0; ;) {
    const { rows } = await sql<Due>`
      select team_id, route, key_hash from idempotency_keys
       where created_at < now() - make_interval(hours => ${retentionHours})
       order by created_at limit ${maxRows}`.execute(db);
    let count = 0;
    for (const [teamId, due] of Map.groupBy(rows, ({ team_id }) => team_id))
      count += await purgeTeam(db, teamId, due, retentionHours);
    deleted += count;
    // The others are at work on these.
    if (rows.length < maxRows || count === 0 || signal?.aborted) return deleted;
  }
}

interface Due {
  readonly team_id: string;
  readonly route: string;
  readonly key_hash: Buffer;
}

/** A key that was given to another job meanwhile isn't due any more. */
async function purgeTeam(
  db: Database,
  teamId: string,
  due: readonly Due[],
  retentionHours: number,
): Promise<number> {
  const keys = due.map(({ route, key_hash }) => ({ route, hash: key_hash.toString("hex") }));
  const { numAffectedRows = 0n } = await sql`
    delete from idempotency_keys
     where team_id = ${teamId} and (route, key_hash) in (
             select i.route, i.key_hash
               from ${rowSet("k", { route: "id", hash: "text" }, keys)}
               join idempotency_keys i on i.team_id = ${teamId} and i.route = k.route
                and i.key_hash = decode(k.hash, 'hex')
              where i.created_at < now() - make_interval(hours => ${retentionHours})
                for update of i skip locked)`.execute(db);
  return Number(numAffectedRows);
}
