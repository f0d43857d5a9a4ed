import type { MiddlewareHandler } from "hono";
import type { AppEnv } from "../request/app-env.ts";
import { routePattern } from "../request/route-pattern.ts";
import type { Metrics } from "./create-metrics.ts";

/** Measures how long each answer takes. */
export function measureAnswers(metrics: Metrics): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const started = performance.now();
    await next();
    metrics.answered({
      route: routePattern(c),
      method: c.req.method,
      status: c.res.status,
      seconds: (performance.now() - started) / 1_000,
    });
  };
}
