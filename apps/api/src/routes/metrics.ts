import type { Handler } from "hono";
import { requireHealthReader } from "../auth/may-read-health.ts";
import type { AppEnv } from "../request/app-env.ts";
import { EVERY_ANSWER } from "../request/every-answer.ts";
import type { Services } from "../services.ts";

/** `GET /metrics`: what Prometheus scrapes, with a key that may read or as `HEALTH_DETAILS` says. */
export function metrics(services: Services): Handler<AppEnv> {
  return async (c) => {
    await requireHealthReader(c, services);
    return new Response(await services.metrics.text(), {
      headers: {
        "Content-Type": "text/plain; version=0.0.4; charset=utf-8",
        "X-Request-Id": c.get("requestId"),
        ...EVERY_ANSWER,
      },
    });
  };
}
