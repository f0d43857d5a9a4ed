import type { BatchAcceptedAnswer, CsvReading } from "@onefold/contract";
import { presentJobLink, presentTime } from "@onefold/present";
import type { UploadJob } from "@onefold/records";

interface UploadedRows {
  readonly read: number;
  readonly takenBefore: number;
  readonly accepted: number;
  readonly rejected: number;
  /** How many rows a retry couldn't send, as they aren't kept. */
  readonly notKept?: number;
}

/** Makes the 202 of an upload. */
export function presentUpload(
  { jobId, status, acceptedAt }: UploadJob,
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
