import type { QueueUnavailableError } from "@onefold/queue";
import { ApiError } from "./api-error.ts";

const RETRY_AFTER = { "Retry-After": "2" };

/** The queue took nothing, or it didn't confirm in time that it took the item. In that case it may have. */
export function queueUnavailable(error: QueueUnavailableError): ApiError {
  const message =
    error.outcome === "not-added"
      ? `The queue takes nothing now: ${BECAUSE[error.reason]}. Nothing was accepted: retry, with the same ` +
        "Idempotency-Key where it has one."
      : "The queue doesn't answer. The outcome of this request is unknown, and it may still be applied: " +
        "retry it, with the same Idempotency-Key where it has one.";
  return new ApiError("UNAVAILABLE", message, { headers: RETRY_AFTER, cause: error });
}

/** These words are for clients. The log and /readyz say how to mend it. */
const BECAUSE: Readonly<Record<QueueUnavailableError["reason"], string>> = {
  unreachable: "its store doesn't answer",
  full: "too much waits in it already",
  memory: "its store is nearly out of memory",
  "not-durable": "its store could lose what it accepts, and /readyz says why",
  closing: "this process is stopping",
  unfit: "the clock of this machine is wrong",
};

/**
 * The process, or what it waited for, stood still for too long. Had it added the item now, workers could already have
 * taken it for lost.
 */
export function tooLate(): ApiError {
  const message =
    "The service was held up before it could queue this request. Nothing was accepted: retry, with the same " +
    "Idempotency-Key where it has one.";
  return new ApiError("UNAVAILABLE", message, { headers: RETRY_AFTER });
}

/** It can't be told whether the request was made before, and what became of it. This one added nothing. */
export function idempotencyUnavailable(cause: unknown): ApiError {
  return new ApiError(
    "UNAVAILABLE",
    "The database doesn't answer, and without it a request with an Idempotency-Key can't be told from its " +
      "repeat. This one was not accepted: retry with the same Idempotency-Key.",
    { headers: RETRY_AFTER, cause },
  );
}

/** Nothing was done: the database can't be read. */
export function databaseUnavailable(cause: unknown): ApiError {
  return new ApiError("UNAVAILABLE", "The database doesn't answer. Nothing was changed: retry.", {
    headers: RETRY_AFTER,
    cause,
  });
}

/**
 * The connection to the database broke, maybe during the commit. The same request sent again finds what this one did.
 */
export function writeUnavailable(cause: unknown): ApiError {
  const message =
    "The database doesn't answer. Whether this was done is unknown, and never half of it: retry, " +
    "the same request does nothing twice.";
  return new ApiError("UNAVAILABLE", message, { headers: RETRY_AFTER, cause });
}

/** Many requests change the same records at once, and this one lost every race. */
export function contended(cause: unknown): ApiError {
  const message = "Other requests are changing the same records. Nothing of this one was done: retry.";
  return new ApiError("UNAVAILABLE", message, { headers: RETRY_AFTER, cause });
}

/** The API processes of one port count together, and one of them didn't tell its part in time. */
export function metricsIncomplete(): ApiError {
  const message = "Not all API processes told in time what they count: ask again.";
  return new ApiError("UNAVAILABLE", message, { headers: RETRY_AFTER });
}
