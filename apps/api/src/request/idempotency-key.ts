import { IDEMPOTENCY_KEY_MAX } from "@onefold/contract";
import { z } from "zod";
import { ApiError } from "../errors/api-error.ts";

const VISIBLE_ASCII = /^[!-~]+$/;

/** Declares the header. Each route describes what a repeat comes to. */
export function idempotencyKeyHeader(description: string) {
  const key = z.string().min(1).max(IDEMPOTENCY_KEY_MAX).regex(VISIBLE_ASCII);
  return { "Idempotency-Key": key.optional().meta({ description }) };
}

/** A header of the answer to a repeat. */
export const REPLAYED_HEADER = {
  "Idempotent-Replayed": z.enum(["true"]).optional().meta({
    description: "The Idempotency-Key was known: this is the answer of the job that it named before.",
  }),
};

/**
 * Reads the Idempotency-Key of a request as it is, with its quotes. It gives undefined if there is none. Two headers
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
