import type { QueueUnavailableError } from "@onefold/queue";
import { ApiError } from "./api-error.ts";

const RETRY_AFTER = { "Retry-After": "2" };

/** The queue took nothing, or didn't confirm in time that it did: then it may have (API.md, 503). */
export function queueUnavailable(error: QueueUnavailableError): ApiError {
  const message =
    error.outcome === "not-added"
      ? "The queue takes nothing now. Nothing was accepted: retry."
      : "The queue doesn't answer. The outcome of this request is unknown, and it may still be applied: " +
        "retry it, with the same Idempotency-Key where it has one.";
  return new ApiError("UNAVAILABLE", message, { headers: RETRY_AFTER, cause: error });
}

/** Nothing was done: the database can't be read. */
export function databaseUnavailable(cause: unknown): ApiError {
  return new ApiError("UNAVAILABLE", "The database doesn't answer. Nothing was changed: retry.", {
    headers: RETRY_AFTER,
    cause,
  });
}
