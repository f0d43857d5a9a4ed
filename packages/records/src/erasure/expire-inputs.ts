import type { Database } from "@onefold/database";
import { sql } from "kysely";
import { rowSet } from "../rows/row-set.ts";
import { sameTeam } from "../rows/same-team.ts";
import type { Stoppable } from "../transactions/stoppable.ts";
import { droppedInput } from "./strip-receipts.ts";

const EXPIRED_AT_ONCE = 1_000;
/** The most statements of one call, so that its caller can stop between. */
const STEPS = 100;

/**
 * Drops the inputs of rejected rows in which nobody could be recognised. No erasure would find them, so they are kept
 * for a short time only. It drops the oldest first, and a limited number of them in each statement.
 * @returns how many
 */
export async function expireInputs(
  db: Database,
  { hours, signal }: { readonly hours: number } & Stoppable,
): Promise<number> {
  let expired = 0;
  for (let step = 0; step < STEPS; step++) {
    if (signal?.aborted) break;
    const { rows } = await sql<Expired>`
      select r.team_id, r.day::text, r.job_id, r."row" from receipts r
       where r.names = '{}' and r.record_id is null and r.finished_at < now() - make_interval(hours => ${hours})
       order by r.finished_at limit ${EXPIRED_AT_ONCE}`.execute(db);
    if (rows.length === 0) return expired;
    for (const ofTeam of Map.groupBy(rows, ({ team_id }) => team_id).values()) await expire(db, ofTeam);
    expired += rows.length;
    if (rows.length < EXPIRED_AT_ONCE) return expired;
  }
  return expired;
}

interface Expired {
  readonly team_id: string;
  readonly day: string;
  readonly job_id: string;
  readonly row: number;
}

/** @param rows receipts of one team */
async function expire(db: Database, rows: readonly Expired[]): Promise<void> {
  await sql`
    update receipts r set result = ${droppedInput("expired")}, names = null
      from ${rowSet("k", { team_id: "id", day: "date", job_id: "id", row: "integer" }, rows)}
     where ${sameTeam("r", "k", rows)} and r.day = k.day and r.job_id = k.job_id and r."row" = k."row"
       and r.day = any(${[...new Set(rows.map(({ day }) => day))]}::date[]) and r.names = '{}'`.execute(db);
}
