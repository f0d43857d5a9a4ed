import type { JobCounts, JobStatus } from "@onefold/contract";
import type { UploadJob } from "./upload-job.ts";

/** Says how a job ended of which all rows have their receipts. Pure. */
export function statusOf(job: UploadJob, { total, rejected, lost }: JobCounts): JobStatus {
  if (lost) return "failed";
  if (job.upload === "broken") return total === rejected ? "failed" : "completed_with_errors";
  if (rejected === 0) return "completed";
  return rejected === total ? "failed" : "completed_with_errors";
}
