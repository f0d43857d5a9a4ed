import type { ErrorDetail } from "@onefold/contract";
import { ApiError } from "../errors/api-error.ts";

/** Makes all problems of a body one error. The first one gives the code and the message. */
export function validationError(problems: readonly ErrorDetail[]): ApiError {
  const [first, ...others] = problems;
  if (!first) throw new Error("a validation error needs a problem");
  const more = others.length === 0 ? "" : ` (and ${others.length} more, see details)`;
  return new ApiError(first.code, `${first.message}${more}`, { details: problems });
}
