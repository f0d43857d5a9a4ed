import type { Readiness } from "@onefold/contract";
import type { Handler } from "hono";
import type { AppEnv } from "../request/app-env.ts";
import { reply } from "../request/reply.ts";
import type { Services } from "../services.ts";

/** `GET /readyz`: whether requests should be sent here, else what is wrong and how to mend it. */
export function readyz({ readiness }: Services): Handler<AppEnv> {
  return async (c) => {
    const problems = (await readiness.problems()).map(({ what, fix }) => ({ what, fix }));
    const isReady = problems.length === 0;
    const body: Readiness = { status: isReady ? "ready" : "not ready", problems };
    return reply(c, isReady ? 200 : 503, body);
  };
}
