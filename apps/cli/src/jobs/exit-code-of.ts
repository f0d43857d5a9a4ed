import type { Job } from "@onefold/contract";
import { EXIT_DONE, EXIT_FAILED, EXIT_REJECTED } from "../exit-codes.ts";
import { lacksValues } from "./describe-notes.ts";

/** Gives the exit code for a job that has ended. */
export function exitCodeOf(job: Job): number {
  const { status, upload } = job;
  if (status === "completed") return lacksValues(job) ? EXIT_REJECTED : EXIT_DONE;
  // If an upload broke off for good, rows are missing, whatever became of those that came.
  if (status === "completed_with_errors" && upload?.status !== "broken") return EXIT_REJECTED;
  return EXIT_FAILED;
}
