import type { Generated } from "kysely";

/**
 * Which job an Idempotency-Key belongs to. Of an upsert it is written before its item is added, and marked after
 * it; of an operation it is written in the transaction of its effect.
 */
export interface IdempotencyKeyTable {
  team_id: string;
  route: string;
  key_hash: Buffer;
  job_id: string;
  /** HMAC of the body and the query. */
  fingerprint: Buffer;
  clock: number;
  /** The clock of the key's first job, where the queue lost that and the key was given to another one. */
  first_clock: number | null;
  /** Whether the item is known to be in the queue. */
  added: Generated<boolean>;
  created_at: Generated<Date>;
  /** Of an operation only, `YYYY-MM-DD`: the partition of its receipt. */
  day: string | null;
  /** Of an operation only: the ids that it answered and that its receipt doesn't tell. */
  record_ids: string[] | null;
}
