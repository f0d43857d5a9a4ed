import type { Database } from "@onefold/database";
import type { IdempotencyName } from "./idempotency-name.ts";

/** Notes that the job's item is in the queue, so that a repeat needn't add it again. */
export async function markIdempotencyKey(
  db: Database,
  { teamId, route, keyHash }: IdempotencyName,
  jobId: string,
): Promise<void> {
  await db
    .updateTable("idempotency_keys")
    .set({ added: true })
    .where("team_id", "=", teamId)
    .where("route", "=", route)
    .where("key_hash", "=", keyHash)
    .where("job_id", "=", jobId)
    .execute();
}
