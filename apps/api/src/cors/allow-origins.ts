import type { MiddlewareHandler } from "hono";
import { cors } from "hono/cors";
import type { AppEnv } from "../request/app-env.ts";
import type { CorsOrigins } from "./cors-origins.ts";

/** Browsers ask again after two hours at most. */
const PREFLIGHT_SECONDS = 7_200;

/** What a client reads of an answer besides what browsers show anyway. */
export const EXPOSED_HEADERS = [
  "Allow",
  "Content-Disposition",
  "Content-Location",
  "ETag",
  "Idempotent-Replayed",
  "Location",
  "Preference-Applied",
  "RateLimit",
  "RateLimit-Policy",
  "Retry-After",
  "WWW-Authenticate",
  "X-RateLimit-Limit",
  "X-RateLimit-Remaining",
  "X-RateLimit-Reset",
  "X-Request-Id",
];

/**
 * Lets pages of these origins call the API from browsers. Their preflights are answered here, as they have no key. No
 * cookies or passwords of a browser are let in: a key comes as a header.
 */
export function allowOrigins(origins: CorsOrigins): MiddlewareHandler<AppEnv> {
  return cors({
    origin: origins === "*" ? "*" : [...origins],
    allowMethods: ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"],
    allowHeaders: [
      "Accept",
      "Authorization",
      "Content-Encoding",
      "Content-Type",
      "Idempotency-Key",
      "Last-Event-ID",
      "Prefer",
      "X-Request-Id",
    ],
    exposeHeaders: EXPOSED_HEADERS,
    maxAge: PREFLIGHT_SECONDS,
  });
}
