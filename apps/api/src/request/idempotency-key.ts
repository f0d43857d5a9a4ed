import { IDEMPOTENCY_KEY_MAX } from "@onefold/contract";
import { ApiError } from "../errors/api-error.ts";

const VISIBLE_ASCII = /^[\x21-\x7e]+$/;

/**
 * The Idempotency-Key of a request as it is, quotes and all, or undefined where there is none. Two headers
 * come as one with a comma and a space, which are refused.
 * @throws ApiError INVALID_REQUEST
 */
export function readIdempotencyKey(header: string | undefined): string | undefined {
  if (header === undefined) return undefined;
  if (header.length > IDEMPOTENCY_KEY_MAX || !VISIBLE_ASCII.test(header))
    throw new ApiError(
      "INVALID_REQUEST",
      `An Idempotency-Key is 1 to ${IDEMPOTENCY_KEY_MAX} visible ASCII characters without spaces, such as a UUID.`,
    );
  return header;
}
