import type { TakenRequest } from "@onefold/rate-limits";

/** The name of the only policy. */
const POLICY = '"key"';

/**
 * Gives the headers that tell of the key's limit. They are lemlist's, whose `Reset` is a date for people, and the
 * standard ones of draft-ietf-httpapi-ratelimit-headers-11. Times are rounded up, so that a client which comes at the
 * told time isn't early.
 */
export function rateLimitHeaders(taken: TakenRequest, now: number = Date.now()): Record<string, string> {
  const { limit, remaining, resetMs, windowSeconds } = taken;
  const reset = new Date(Math.ceil((now + resetMs) / 1_000) * 1_000);
  return {
    "X-RateLimit-Limit": String(limit),
    "X-RateLimit-Remaining": String(remaining),
    "X-RateLimit-Reset": reset.toUTCString(),
    "RateLimit-Policy": `${POLICY};q=${limit};w=${windowSeconds}`,
    RateLimit: `${POLICY};r=${remaining};t=${Math.ceil(resetMs / 1_000)}`,
  };
}
