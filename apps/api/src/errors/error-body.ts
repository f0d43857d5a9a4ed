import type { ErrorBody, ErrorCode, ErrorDetail } from "@onefold/contract";
import type { ErrorExtra } from "./api-error.ts";

/** Makes the body of an answer that isn't 2xx. */
export function errorBody(
  code: ErrorCode,
  message: string,
  details?: readonly ErrorDetail[],
  extra: ErrorExtra = {},
): ErrorBody {
  const all = details && details.length > 0 ? { details: [...details] } : {};
  const { job, ...twice } = extra;
  return {
    success: false,
    error: { code, message, ...all, ...twice },
    message,
    ...twice,
    ...(job && { job }),
  };
}
