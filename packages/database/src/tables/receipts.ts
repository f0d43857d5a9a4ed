import type { Generated } from "kysely";

/**
 * What became of each item, written in the transaction of its effect. Partitioned by `day`, the UTC day
 * of acceptance, which the job id carries.
 */
export interface ReceiptTable {
  team_id: string;
  /** `YYYY-MM-DD` */
  day: string;
  job_id: string;
  row: number;
  clock: number;
  /** The record that the item reached; null where it was rejected. */
  record_id: string | null;
  key_id: string | null;
  /** An `ItemResult` of the contract; `json`, not `jsonb`: it is written once and read whole. */
  result: unknown;
  /**
   * Hashes of whom it names besides its own record, by which an erasure finds it; `{}` where it keeps an input in
   * which nobody was recognised, so that it expires early.
   */
  names: Generated<string[] | null>;
  finished_at: Generated<Date>;
}
