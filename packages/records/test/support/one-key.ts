import type { Database } from "@onefold/database";
import { claimIdempotencyKeys, markIdempotencyKeys } from "../../src/index.ts";
import type { IdempotencyName, IdempotencyOptions, IdempotencyRow, KeyClaim } from "../../src/index.ts";

export async function claimIdempotencyKey(
  db: Database,
  name: IdempotencyName,
  claim: Omit<KeyClaim, "name">,
  options: IdempotencyOptions,
): Promise<IdempotencyRow> {
  const [standing] = await claimIdempotencyKeys(db, name.teamId, [{ ...claim, name }], options);
  if (!standing) throw new Error("a claim without its row");
  return standing;
}

export async function markIdempotencyKey(db: Database, name: IdempotencyName, jobId: string): Promise<void> {
  await markIdempotencyKeys(db, name.teamId, [{ name, jobId }]);
}
