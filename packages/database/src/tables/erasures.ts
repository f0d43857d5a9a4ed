import type { Generated } from "kysely";

/** Erasures that aren't through: what they have yet to strip. Holds hashes and ids, and goes when it is done. */
export interface ErasureTable {
  team_id: string;
  /** Of the request that deleted the record. */
  job_id: string;
  /** The record, and those that were merged into it. */
  record_ids: string[];
  /** Which receipts are theirs: `ErasedRange`s of the records package. */
  ranges: unknown;
  /** Hashes by which receipts of others name them. */
  names: string[];
  /** How far this round has come; null between two. */
  position: unknown;
  /** This round has found something. */
  changed: Generated<boolean>;
  /** The last transaction that found something: what ran beside it may have left more. */
  since: Generated<string>;
  created_at: Generated<Date>;
}
