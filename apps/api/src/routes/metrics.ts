import type { Handler } from "hono";
import type { AppEnv } from "../request/app-env.ts";
import type { Services } from "../services.ts";

/** `GET /metrics`: what Prometheus scrapes. */
export function metrics({ metrics: counted }: Services): Handler<AppEnv> {
  return async (c) =>
    new Response(await counted.text(), {
      headers: {
        "Content-Type": "text/plain; version=0.0.4; charset=utf-8",
        "X-Request-Id": c.get("requestId"),
      },
    });
}
