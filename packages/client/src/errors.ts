import type { ErrorBody, ErrorCode, ErrorDetail, JobLink } from "./generated/openapi.ts";

/** What every error of this client is, but for the reason of a signal, which is thrown as it is. */
export class OnefoldError extends Error {
  override readonly name: string = "OnefoldError";
}

export interface ApiErrorOptions {
  readonly status: number;
  readonly body?: ErrorBody | undefined;
  readonly requestId?: string | undefined;
  readonly retryAfterMs?: number | undefined;
}

/** Thrown when the API answers with an error. */
export class ApiError extends OnefoldError {
  override readonly name: string = "ApiError";
  readonly status: number;
  /** One of a closed list. Undefined where the answer isn't Onefold's: a proxy's. */
  readonly code: ErrorCode | undefined;
  /** All that is wrong with a body, one by one. */
  readonly details: readonly ErrorDetail[];
  /** What the service's log calls the request. */
  readonly requestId: string | undefined;
  readonly retryAfterMs: number | undefined;
  /** The job of a request that was accepted before, or of an upload that broke off. */
  readonly job: JobLink | undefined;
  /** The answer itself, if it is Onefold's. */
  readonly body: ErrorBody | undefined;

  constructor({ status, body, requestId, retryAfterMs }: ApiErrorOptions) {
    super(body?.error.message ?? `The API answered ${status}.`);
    this.status = status;
    this.code = body?.error.code;
    this.details = body?.error.details ?? [];
    this.requestId = requestId;
    this.retryAfterMs = retryAfterMs;
    this.job = body?.job;
    this.body = body;
  }
}

/**
 * Thrown by `changes.follow` when the feed can't go on from its cursor: it is too old, or the database was restored.
 * Read the records again, and follow from the beginning.
 */
export class CursorExpiredError extends ApiError {
  override readonly name = "CursorExpiredError";
}

/** Thrown when nobody answers, or the answer breaks off. `cause` is what the platform says. */
export class ConnectionError extends OnefoldError {
  override readonly name = "ConnectionError";
}

/** Thrown when it takes too long: one attempt, or all of them together. */
export class TimeoutError extends OnefoldError {
  override readonly name = "TimeoutError";
  readonly of: "attempt" | "all";

  constructor(of: "attempt" | "all", ms: number, options?: ErrorOptions) {
    super(`There was no answer within ${ms} ms${of === "all" ? " in all" : ""}.`, options);
    this.of = of;
  }
}

/** Thrown when a webhook isn't what its signature says, or is no longer new. */
export class WebhookVerificationError extends OnefoldError {
  override readonly name = "WebhookVerificationError";
  readonly reason: "headers" | "timestamp" | "signature";

  constructor(reason: WebhookVerificationError["reason"], message: string) {
    super(message);
    this.reason = reason;
  }
}
