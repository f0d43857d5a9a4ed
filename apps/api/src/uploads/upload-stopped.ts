import type { UploadJob } from "@onefold/records";
import { ApiError } from "../errors/api-error.ts";

/** Refuses to go on with an upload: its job has ended, or `another` request sends the same one. */
export function uploadStopped(why: UploadJob["status"] | "another"): ApiError {
  const message =
    why === "another"
      ? "Another request sends this upload at the same time: this one takes no more. Sent again later with the same Idempotency-Key, it goes on or is answered with the job."
      : why === "cancelled"
        ? "The job was cancelled while its rows were sent: nothing more of them is taken."
        : "The job has ended while its rows were sent: nothing more of them is taken.";
  return new ApiError("UPLOAD_STOPPED", message);
}
