import type { Generated } from "kysely";

/**
 * Erasures that aren't through, with what they have yet to strip. A row has hashes and ids, and goes when it is done.
 */
export interface ErasureTable {
  team_id: string;
  /** The job of the request that deleted the record. */
  job_id: string;
  /** The record, and those that were merged into it. */
  record_ids: string[];
  /** Says which receipts are theirs: `ErasedRange`s of the records package. */
  ranges: unknown;
  /** Says which receipts are of records that they were parts of: `ErasedPart`s of the records package. */
  parts: Generated<unknown>;
  /** Hashes by which receipts of others name them. */
  names: string[];
  /** How far this round has come; null between two rounds. */
  position: unknown;
  /** Whether this round has found something. */
  changed: Generated<boolean>;
  /** The last transaction that found something. What ran beside it may have left more. */
  since: Generated<string>;
  created_at: Generated<Date>;
}
