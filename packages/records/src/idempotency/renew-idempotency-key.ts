import type { Tables } from "@onefold/database";
import { sql } from "kysely";
import type { Kysely } from "kysely";
import type { IdempotencyName } from "./idempotency-name.ts";

/**
 * Gives the key to another job, whose predecessor the queue lost: of any number of repeats at once, one does it.
 * @returns false where the key is no longer the predecessor's
 */
export async function renewIdempotencyKey(
  db: Kysely<Tables>,
  { teamId, route, keyHash }: IdempotencyName,
  { from, jobId, clock }: { readonly from: string; readonly jobId: string; readonly clock: number },
): Promise<boolean> {
  const renewed = await db
    .updateTable("idempotency_keys")
    // The new job is as long in its keeping as any other.
    .set((row) => ({
      job_id: jobId,
      clock,
      first_clock: row.fn.coalesce("first_clock", "clock"),
      added: false,
      created_at: sql<Date>`now()`,
    }))
    .where("team_id", "=", teamId)
    .where("route", "=", route)
    .where("key_hash", "=", keyHash)
    .where("job_id", "=", from)
    .returning("job_id")
    .executeTakeFirst();
  return renewed !== undefined;
}
