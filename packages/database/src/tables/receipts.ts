import type { Generated } from "kysely";

/**
 * What became of each item. It is written in the transaction of its effect. The table is partitioned by `day`, the UTC
 * day of acceptance, which the job id has.
 */
export interface ReceiptTable {
  team_id: string;
  /** Written `YYYY-MM-DD`. */
  day: string;
  job_id: string;
  row: number;
  clock: number;
  /** The record that the item reached; null if it was rejected. */
  record_id: string | null;
  key_id: string | null;
  /** An `ItemResult` of the contract. It is `json`, not `jsonb`, as it is written once and read whole. */
  result: unknown;
  /**
   * Hashes of whom it names besides its own record. An erasure finds it by them. `{}` if it keeps an input in which
   * nobody was recognised: that expires early.
   */
  names: Generated<string[] | null>;
  /**
   * The last merge into the record that stood when the item was applied, by its `seq`: then it tells of the records that are
   * parts as well. 0 if there was none; null if a process of an earlier version wrote it.
   */
  merge_seq: Generated<number | null>;
  finished_at: Generated<Date>;
}
