import type { ErrorBody, ErrorCode, ErrorDetail } from "@onefold/contract";

export type ErrorExtra = Pick<ErrorBody, "contactCount" | "job">;

export interface ApiErrorOptions {
  readonly details?: readonly ErrorDetail[];
  readonly headers?: Readonly<Record<string, string>>;
  /** What the body also says, for a code that has something of its own. */
  readonly extra?: ErrorExtra;
  readonly cause?: unknown;
}

/** An expected failure. It is answered with its code's status and with its message, which the client may read. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly code: ErrorCode;
  readonly details: readonly ErrorDetail[] | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly extra: ErrorExtra;

  constructor(code: ErrorCode, message: string, options: ApiErrorOptions = {}) {
    super(message, { cause: options.cause });
    this.code = code;
    this.details = options.details;
    this.headers = options.headers ?? {};
    this.extra = options.extra ?? {};
  }
}
