import type { RateLimit } from "@onefold/rate-limits";
import type { MiddlewareHandler } from "hono";
import { ApiError } from "../errors/api-error.ts";
import type { AppContext, AppEnv } from "../request/app-env.ts";
import type { Services } from "../services.ts";
import { rateLimitHeaders } from "./rate-limit-headers.ts";

/**
 * Counts the request against its key's limit, or against the deployment's if the key has none. If there is neither, it
 * does nothing.
 * @throws ApiError RATE_LIMITED
 */
export function limitRate(services: Services): MiddlewareHandler<AppEnv> {
  const byDefault = services.limits.rate;
  return (c, next) => {
    const limit = c.get("key").rateLimit ?? byDefault;
    return limit === undefined ? next() : limited(c, next, services, limit);
  };
}

async function limited(
  c: AppContext,
  next: () => Promise<void>,
  { rateLimits, metrics }: Services,
  limit: RateLimit,
): Promise<void> {
  const taken = await rateLimits.take(c.get("key").keyId, limit);
  const headers = rateLimitHeaders(taken);
  c.set("answerHeaders", headers);
  if (!taken.allowed) {
    metrics.rateLimited();
    const seconds = Math.max(1, Math.ceil(taken.resetMs / 1_000));
    throw new ApiError("RATE_LIMITED", refusal(limit, seconds), {
      headers: { "Retry-After": String(seconds) },
    });
  }
  await next();
  // `reply` didn't build this answer; it may be a stream. Setting headers later is slow, so only these answers get them
  // here.
  if (c.get("answerHeaders") === headers)
    for (const [name, value] of Object.entries(headers)) c.res.headers.set(name, value);
}

function refusal({ requests, seconds }: RateLimit, inSeconds: number): string {
  return `This API key may send ${count(requests, "request")} in ${count(seconds, "second")}: try again in ${count(inSeconds, "second")}.`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
