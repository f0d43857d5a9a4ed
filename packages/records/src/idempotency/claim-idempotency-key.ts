import type { Database } from "@onefold/database";
import { sql } from "kysely";
import { findIdempotencyKey } from "./find-idempotency-key.ts";
import type { IdempotencyName, IdempotencyOptions, IdempotencyRow } from "./idempotency-name.ts";

/** The first job of a key. */
type FirstClaim = Omit<IdempotencyRow, "added" | "firstClock">;

/**
 * Gives the key to this job, as pending, unless another request was faster: of any number of requests at
 * once, in any processes, one wins.
 * @returns the row that stands, its own or the winner's
 */
export async function claimIdempotencyKey(
  db: Database,
  name: IdempotencyName,
  claim: FirstClaim,
  options: IdempotencyOptions,
): Promise<IdempotencyRow> {
  for (;;) {
    if (await insert(db, name, claim, options)) return { ...claim, firstClock: claim.clock, added: false };
    const winner = await findIdempotencyKey(db, name, options);
    // Else it was deleted, or fell due, in between.
    if (winner) return winner;
  }
}

async function insert(
  db: Database,
  { teamId, route, keyHash }: IdempotencyName,
  { jobId, fingerprint, clock }: FirstClaim,
  { maxAgeDays }: IdempotencyOptions,
): Promise<boolean> {
  const values = { job_id: jobId, fingerprint, clock };
  const inserted = await db
    .insertInto("idempotency_keys")
    .values({ team_id: teamId, route, key_hash: keyHash, ...values })
    .onConflict((conflict) =>
      conflict
        .columns(["team_id", "route", "key_hash"])
        // One that housekeeping has yet to delete.
        .doUpdateSet((row) => ({
          ...values,
          first_clock: null,
          added: false,
          created_at: row.ref("excluded.created_at"),
        }))
        .where(
          sql<boolean>`excluded.created_at - idempotency_keys.created_at > make_interval(hours => ${maxAgeDays * 24})`,
        ),
    )
    .returning("job_id")
    .executeTakeFirst();
  return inserted !== undefined;
}
