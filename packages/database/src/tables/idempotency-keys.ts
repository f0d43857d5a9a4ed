import type { Generated } from "kysely";

/**
 * Which job an Idempotency-Key belongs to. For an upsert the row is written before its item is added, and marked after
 * that. For an operation it is written in the transaction of its effect.
 */
export interface IdempotencyKeyTable {
  team_id: string;
  route: string;
  key_hash: Buffer;
  job_id: string;
  /** HMAC of the body and the query. */
  fingerprint: Buffer;
  clock: number;
  /** The clock of the first job with this key. It is set if the queue lost that job and the key was given to another one. */
  first_clock: number | null;
  /** Whether the item is known to be in the queue. */
  added: Generated<boolean>;
  created_at: Generated<Date>;
  /** Set for an operation, as `YYYY-MM-DD`: the partition of its receipt. */
  day: string | null;
  /** Set for an operation: the ids that it answered and that its receipt doesn't tell. */
  record_ids: string[] | null;
}
