import { IDEMPOTENCY_KEY_MAX } from "@onefold/contract";
import { z } from "zod";

/** The header as routes take it; what a repeat comes to is each route's own. */
export function idempotencyKeyHeader(description: string) {
  return z
    .string()
    .min(1)
    .max(IDEMPOTENCY_KEY_MAX)
    .regex(/^[!-~]+$/)
    .optional()
    .meta({ description });
}
