import type { BatchAcceptedAnswer, CsvReading } from "@onefold/contract";
import type { BatchJob } from "@onefold/records";
import { presentJobLink } from "./job-link.ts";
import { presentTime } from "./record-parts.ts";

interface UploadedRows {
  readonly read: number;
  readonly takenBefore: number;
  readonly accepted: number;
  readonly rejected: number;
  /** Of a retry. */
  readonly notKept?: number;
}

/** The 202 of a batch. */
export function presentBatch(
  { jobId, status, acceptedAt }: BatchJob,
  { takenBefore, notKept = 0, ...rows }: UploadedRows,
  csv?: CsvReading,
): BatchAcceptedAnswer {
  const { id, url } = presentJobLink(jobId);
  return {
    success: true,
    job: { id, status, url, acceptedAt: presentTime(acceptedAt) },
    rows: { ...rows, ...(takenBefore > 0 && { takenBefore }), ...(notKept > 0 && { notKept }) },
    ...(csv && { csv }),
  };
}
