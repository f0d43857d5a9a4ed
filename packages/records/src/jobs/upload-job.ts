import { z } from "zod";
import type {
  UploadOptions,
  Entity,
  JobCounts,
  JobNote,
  JobRejection,
  JobStatus,
  UploadStatus,
} from "@onefold/contract";

/** Names an upload job, with the time of its acceptance (milliseconds since 1970, as its id says). */
export interface JobName {
  readonly teamId: string;
  readonly jobId: string;
  readonly acceptedAt: number;
}

/**
 * Rows that are on their way: the first one, the one after the last, and the first one's clock. The others' clocks
 * follow. If they are sent again they have the same clocks, so that it makes no difference which copy is applied.
 */
export const PlannedRows = z.object({
  from: z.int().nonnegative(),
  to: z.int().nonnegative(),
  clock: z.int().nonnegative(),
});
export type PlannedRows = z.infer<typeof PlannedRows>;

/** A job of many rows, as it stands. */
export interface UploadJob extends JobName {
  readonly entity: Entity;
  readonly userId: string;
  readonly keyId: string;
  readonly options: UploadOptions;
  readonly retryOf?: string;
  readonly upload: UploadStatus;
  /** Every row below this number is durably in the queue or has its receipt. */
  readonly rowsTaken: number;
  readonly rowsDigest?: Buffer;
  readonly planned?: PlannedRows;
  readonly uploadProblem?: string;
  /** `queued` until the first row has its receipt, then `active`, then one of the four ends. */
  readonly status: JobStatus;
  readonly counts: JobCounts;
  /** In the order of their codes; empty if no row has any. */
  readonly notes: readonly JobNote[];
  /** By code, how many rows were rejected with it. */
  readonly rejections: readonly JobRejection[];
  /** Milliseconds since 1970. */
  readonly finishedAt?: number;
}
