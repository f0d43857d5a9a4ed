import type { TakenRequest } from "@onefold/rate-limits";

/** The name of the one policy there is. */
const POLICY = '"key"';

/**
 * What an answer says of its key's limit: lemlist's headers, `Reset` being a date for people, and the
 * standard ones as draft-ietf-httpapi-ratelimit-headers-11 has them. Times are rounded up: whoever comes at
 * the time that is told isn't early.
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
