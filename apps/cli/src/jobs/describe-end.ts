import type { Job } from "@onefold/contract";
import { lacksValues } from "./describe-notes.ts";

/** Says in a sentence how a job stands or has ended. */
export function describeEnd(job: Job): string {
  const { upload, options } = job;
  const status = job.status === "completed" && lacksValues(job) ? "completed_with_errors" : job.status;
  // A cancelled job says only that it was cancelled.
  const problem = upload?.problem === undefined || status === "cancelled" ? "" : ` ${upload.problem}`;
  const dry = options?.dryRun === true ? " Nothing was written: it was a dry run." : "";
  return `${SENTENCES[status]}${problem}${dry}`;
}

const SENTENCES: Readonly<Record<Job["status"], string>> = {
  queued: "Nothing was applied yet.",
  active: "Under way.",
  completed: "Done.",
  completed_with_errors: "Done, but not all of it.",
  failed: "Failed.",
  cancelled: "Cancelled.",
};
