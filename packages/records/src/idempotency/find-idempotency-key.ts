import type { Database } from "@onefold/database";
import { sql } from "kysely";
import type { IdempotencyName, IdempotencyOptions, IdempotencyRow } from "./idempotency-name.ts";

/** The job that was named by this key before, if there is one. */
export async function findIdempotencyKey(
  db: Database,
  { teamId, route, keyHash }: IdempotencyName,
  { maxAgeDays }: IdempotencyOptions,
): Promise<IdempotencyRow | undefined> {
  return await db
    .selectFrom("idempotency_keys")
    .select(["job_id as jobId", "fingerprint", "clock", "added"])
    .select((row) => row.fn.coalesce("first_clock", "clock").as("firstClock"))
    .where("team_id", "=", teamId)
    .where("route", "=", route)
    .where("key_hash", "=", keyHash)
    .where("created_at", ">=", sql<Date>`now() - make_interval(hours => ${maxAgeDays * 24})`)
    .executeTakeFirst();
}
