import type { Readiness } from "@onefold/contract";
import type { Handler } from "hono";
import { mayReadHealth } from "../auth/may-read-health.ts";
import type { AppEnv } from "../request/app-env.ts";
import { reply } from "../request/reply.ts";
import type { Services } from "../services.ts";

/**
 * `GET /readyz`: whether requests should be sent here. What is wrong and how to mend it names hosts and ports, and is
 * told to those who may know.
 */
export function readyz(services: Services): Handler<AppEnv> {
  return async (c) => {
    const problems = (await services.readiness.problems()).map(({ what, fix }) => ({ what, fix }));
    const isReady = problems.length === 0;
    const body: Readiness = {
      status: isReady ? "ready" : "not ready",
      ...((await mayReadHealth(c, services)) && { problems }),
    };
    return reply(c, isReady ? 200 : 503, body);
  };
}
