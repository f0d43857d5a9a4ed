import type { Generated } from "kysely";

/** Which job an Idempotency-Key belongs to; written before its item is added, and marked after it. */
export interface IdempotencyKeyTable {
  team_id: string;
  route: string;
  key_hash: Buffer;
  job_id: string;
  /** HMAC of the body and the query. */
  fingerprint: Buffer;
  clock: number;
  /** Whether the item is known to be in the queue. */
  added: Generated<boolean>;
  created_at: Generated<Date>;
}
