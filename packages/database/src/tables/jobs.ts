import type { Generated } from "kysely";

/** Jobs of many rows. One of a single POST has no row here: its receipt says everything. */
export interface JobTable {
  team_id: string;
  /** Sorts by time of acceptance. */
  job_id: string;
  entity: string;
  user_id: string;
  key_id: string;
  /** The `UploadOptions` of the contract. */
  options: unknown;
  /** Of a CSV: the field of each column, null where it was ignored. */
  column_fields: Generated<unknown>;
  /** Of a CSV whose upload is complete. */
  csv_delimiter: Generated<string | null>;
  /** The job whose failed rows these are. */
  retry_of: string | null;
  accepted_at: Date;
  /** `open` while rows are sent, then `complete`, or `broken` where the sending broke off. */
  upload: Generated<string>;
  /** Every row below this number is durably in the queue or has its receipt. */
  rows_taken: Generated<number>;
  /** Chained hash of those rows: whether an upload that is sent again is the same. */
  rows_digest: Generated<Buffer | null>;
  /** The clocks of the rows that are being sent; they have the same when they are sent again. */
  rows_planned: Generated<unknown>;
  /** Why it is `broken`, in a sentence. */
  upload_problem: Generated<string | null>;
  /** An open upload that is silent until then is given up. */
  lease_until: Date;
  /** How it ended; null until then. */
  status: Generated<string | null>;
  /** The `JobCounts` at its end. */
  counts: Generated<unknown>;
  /** The notes of its rows at its end, by code; null where there are none. */
  notes: Generated<unknown>;
  finished_at: Generated<Date | null>;
  /** `rows_taken` at some time before, and when: these rows were queued before that. */
  checked_rows: Generated<number>;
  checked_at: Generated<Date | null>;
}

/** What each commit did for a job; summed up and deleted at its end. */
export interface JobCountTable {
  team_id: string;
  job_id: string;
  created: number;
  updated: number;
  unmodified: number;
  rejected: number;
  conflicts: number;
  /** Of the rejected: rows that the queue lost. */
  lost: Generated<number>;
  /** Its rows with notes: by code how many, and the first; null where there are none. */
  notes: Generated<unknown>;
}
