import type { Database } from "@onefold/database";
import { sql } from "kysely";
import { isOneOf } from "./is-one-of.ts";
import type { IdempotencyName, IdempotencyRow } from "./idempotency-name.ts";

export interface KeyMark extends Pick<IdempotencyRow, "jobId"> {
  readonly name: IdempotencyName;
}

/**
 * Notes that the items of these jobs are in the queue, so that a repeat needn't add them again. The rows are locked in the
 * order of the keys first, as claims lock them: however they are found, no two statements wait for each other.
 * @param marks of one team
 */
export async function markIdempotencyKeys(
  db: Database,
  teamId: string,
  marks: readonly KeyMark[],
): Promise<void> {
  const names = marks.map(({ name }) => name);
  const jobIds = marks.map(({ jobId }) => jobId);
  await sql`
    with unmarked as materialized (
           select i.route, i.key_hash from idempotency_keys i
            where ${isOneOf("i", teamId, names)} and i.job_id = any(${jobIds}::text[]) and not i.added
            order by i.route, i.key_hash
              for no key update)
    update idempotency_keys i set added = true from unmarked u
     where i.team_id = ${teamId} and i.route = u.route and i.key_hash = u.key_hash`.execute(db);
}
