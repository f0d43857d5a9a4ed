import type { MiddlewareHandler } from "hono";
import type { Logger } from "pino";
import type { AppEnv } from "./app-env.ts";
import { createRequestIds } from "./request-id.ts";
import { routePattern } from "./route-pattern.ts";

/**
 * Gives the request its id, and writes a line when it is answered. The line has nothing personal: the route's pattern
 * instead of its path, no query, no body.
 */
export function requestLog(log: Logger): MiddlewareHandler<AppEnv> {
  const requestId = createRequestIds();
  return async (c, next) => {
    const started = performance.now();
    c.set("requestId", requestId(c.req.header("x-request-id")));
    await next();
    const level = isFault(c.res.status) ? "warn" : PROBES.has(c.req.path) ? "debug" : "info";
    if (!log.isLevelEnabled(level)) return;
    const line = {
      method: c.req.method,
      route: routePattern(c),
      status: c.res.status,
      ms: Math.round((performance.now() - started) * 10) / 10,
      requestId: c.get("requestId"),
      teamId: c.get("key")?.teamId,
      jobId: c.get("jobId"),
    };
    log[level](line, "request");
  };
}

/** A 501 is the client's: it asked for a part of lemlist that isn't here. */
function isFault(status: number): boolean {
  return status >= 500 && status !== 501;
}

const PROBES = new Set(["/livez", "/readyz", "/metrics"]);
