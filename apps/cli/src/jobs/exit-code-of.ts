import type { Job } from "@onefold/contract";
import { EXIT_DONE, EXIT_FAILED, EXIT_REJECTED } from "../exit-codes.ts";
import { lacksValues } from "./describe-notes.ts";

/** What a job that has ended means to a script. */
export function exitCodeOf(job: Job): number {
  const { status, upload } = job;
  if (status === "completed") return lacksValues(job) ? EXIT_REJECTED : EXIT_DONE;
  // An upload that broke off for good: rows are missing, whatever became of those that came.
  if (status === "completed_with_errors" && upload?.status !== "broken") return EXIT_REJECTED;
  return EXIT_FAILED;
}
