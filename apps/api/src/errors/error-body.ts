import type { ErrorBody, ErrorCode, ErrorDetail } from "@onefold/contract";

/** The body of an answer that isn't 2xx. */
export function errorBody(code: ErrorCode, message: string, details?: readonly ErrorDetail[]): ErrorBody {
  const error = details && details.length > 0 ? { code, message, details: [...details] } : { code, message };
  return { success: false, error, message };
}
