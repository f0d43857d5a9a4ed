import { ApiError, CursorExpiredError } from "../errors.ts";
import type { ErrorBody } from "../generated/openapi.ts";
import { readRetryAfter } from "./pauses.ts";

/** Makes the error of an answer that isn't 2xx. */
export async function readRefusal(response: Response): Promise<ApiError> {
  const { status, headers } = response;
  return refusalOf(status, readBody(await response.text()), headers);
}

/** Makes the error of what was answered, now or in a job. */
export function refusalOf(status: number, body: ErrorBody | undefined, headers?: Headers): ApiError {
  const Refusal = body?.error.code === "CURSOR_EXPIRED" ? CursorExpiredError : ApiError;
  return new Refusal({
    status,
    body,
    requestId: headers?.get("x-request-id") ?? undefined,
    retryAfterMs: readRetryAfter(headers?.get("retry-after") ?? null, Date.now()),
  });
}

function readBody(text: string): ErrorBody | undefined {
  try {
    const body: unknown = JSON.parse(text);
    return isErrorBody(body) ? body : undefined;
  } catch {
    return undefined;
  }
}

/** What a proxy on the way answers isn't. */
function isErrorBody(body: unknown): body is ErrorBody {
  if (typeof body !== "object" || body === null || !("error" in body)) return false;
  const { error } = body;
  return typeof error === "object" && error !== null && "code" in error && "message" in error;
}
