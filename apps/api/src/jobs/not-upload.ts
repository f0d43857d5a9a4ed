import { ApiError } from "../errors/api-error.ts";

/** @param can what such a job can't do or hasn't, as the end of a sentence */
export function notUpload(can: string): ApiError {
  return new ApiError("JOB_NOT_BATCH", `This is the job of a single request: it ${can}.`);
}
