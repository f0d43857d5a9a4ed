import { ErrorBody } from "@onefold/contract";
import type { ErrorCode, ErrorDetail } from "@onefold/contract";
import { CliError } from "../cli-error.ts";
import { messageOf } from "../describe-error.ts";
import { EXIT_ERROR, EXIT_SERVICE } from "../exit-codes.ts";

/** Thrown when the API refuses a request, or nobody answers. */
export class ApiRefusal extends CliError {
  override readonly name = "ApiRefusal";
  override readonly exitCode: number;
  /** Whether the same request may be taken later. */
  readonly isPassing: boolean;
  readonly retryAfterMs: number | undefined;
  /** The job that the answer names. */
  readonly jobId: string | undefined;
  /** What is wrong, one by one, if the answer says so. */
  readonly details: readonly ErrorDetail[];
  /** The code of the API's answer, if there was one. */
  readonly code: ErrorCode | undefined;

  constructor(message: string, { cause, ...about }: About) {
    super(message, { cause });
    this.isPassing = about.isPassing;
    this.retryAfterMs = about.retryAfterMs;
    this.jobId = about.jobId;
    this.details = about.details ?? [];
    this.code = about.code;
    this.exitCode = about.isPassing || about.isAuth === true ? EXIT_SERVICE : EXIT_ERROR;
  }
}

interface About {
  readonly isPassing: boolean;
  readonly isAuth?: boolean;
  readonly retryAfterMs?: number | undefined;
  readonly jobId?: string | undefined;
  readonly details?: readonly ErrorDetail[] | undefined;
  readonly code?: ErrorCode | undefined;
  readonly cause?: unknown;
}

/** Makes the error for a request that got no answer, or only a part of one. */
export function noAnswer(url: URL, cause: unknown): ApiRefusal {
  const reason = cause instanceof Error && cause.cause !== undefined ? cause.cause : cause;
  return new ApiRefusal(
    `The API at ${url.origin} doesn't answer (${messageOf(reason)}): is Onefold running?`,
    {
      isPassing: true,
      cause,
    },
  );
}

/** Makes the error for an answer to an upload that isn't 2xx. It says the API's own sentences. */
export function refusalOf(status: number, retryAfter: string | undefined, text: string): ApiRefusal {
  const body = readBody(text);
  const seconds = Number(retryAfter ?? "");
  return new ApiRefusal(sentences(body) ?? `The API answered ${status}.`, {
    isPassing: isPassingRefusal(status, body?.error.code),
    isAuth: status === 401 || status === 403,
    retryAfterMs: Number.isFinite(seconds) && seconds > 0 ? seconds * 1_000 : undefined,
    jobId: body?.job?.id,
    details: body?.error.details,
    code: body?.error.code,
  });
}

/**
 * Says whether the same request may be taken later. With UPLOAD_STOPPED, an earlier request that was cut off may still be
 * at its last rows. If the job has ended instead, the next request is told so.
 */
export function isPassingRefusal(status: number, code: ErrorCode | undefined): boolean {
  return PASSING.has(status) || code === "UPLOAD_STOPPED";
}

/**
 * The statuses after which the same request may be taken: timeouts, rate limits, a full store, and what proxies answer
 * while the API is away.
 */
const PASSING: ReadonlySet<number> = new Set([408, 425, 429, 500, 502, 503, 504]);

function readBody(text: string): ErrorBody | undefined {
  try {
    return ErrorBody.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

function sentences(body: ErrorBody | undefined): string | undefined {
  return body && (body.error.details ?? [body.error]).map(({ message }) => message).join(" ");
}
