import type { Generated } from "kysely";

/** Jobs of many rows. The job of a single POST has no row here: its receipt says everything. */
export interface JobTable {
  team_id: string;
  /** Job ids sort by the time of acceptance. */
  job_id: string;
  entity: string;
  user_id: string;
  key_id: string;
  /** The `UploadOptions` of the contract. */
  options: unknown;
  /** Set for a CSV: the field of each column, null where it was ignored. */
  column_fields: Generated<unknown>;
  /** Set for a CSV whose upload is complete. */
  csv_delimiter: Generated<string | null>;
  /** Set for a CSV whose upload is complete: in which charset it was read. */
  csv_charset: Generated<string | null>;
  /** The job whose failed rows these are. */
  retry_of: string | null;
  accepted_at: Date;
  /** `open` while rows are sent, then `complete`, or `broken` if the sending broke off. */
  upload: Generated<string>;
  /** Every row below this number is durably in the queue or has its receipt. */
  rows_taken: Generated<number>;
  /** A chained hash of those rows. It shows whether an upload that is sent again is the same. */
  rows_digest: Generated<Buffer | null>;
  /** The clocks of the rows that are being sent. If they are sent again, they have the same. */
  rows_planned: Generated<unknown>;
  /** Why it is `broken`, in a sentence. */
  upload_problem: Generated<string | null>;
  /** An open upload that is silent until then is given up. */
  lease_until: Date;
  /** How it ended; null until then. */
  status: Generated<string | null>;
  /** The `JobCounts` at its end. */
  counts: Generated<unknown>;
  /** The notes of its rows at its end, by code; null if there are none. */
  notes: Generated<unknown>;
  finished_at: Generated<Date | null>;
  /** `rows_taken` at an earlier time, and that time: these rows were queued before it. */
  checked_rows: Generated<number>;
  checked_at: Generated<Date | null>;
}

/** What each commit did for a job. It is summed up and deleted at the job's end. */
export interface JobCountTable {
  team_id: string;
  job_id: string;
  created: number;
  updated: number;
  unmodified: number;
  rejected: number;
  conflicts: number;
  /** How many of the rejected rows the queue lost. */
  lost: Generated<number>;
  /** The notes of its rows: by code how many rows have it, and the first of them; null if there are none. */
  notes: Generated<unknown>;
}
