import type { Database } from "@onefold/database";
import { sql } from "kysely";
import { isOneOf } from "./is-one-of.ts";
import type { IdempotencyName, IdempotencyRow } from "./idempotency-name.ts";

export interface KeyMark extends Pick<IdempotencyRow, "jobId"> {
  readonly name: IdempotencyName;
}

/**
 * Notes that the items of these jobs are in the queue, so that a repeat needn't add them again.
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
    update idempotency_keys i set added = true
     where ${isOneOf("i", teamId, names)} and i.job_id = any(${jobIds}::text[]) and not i.added`.execute(db);
}
