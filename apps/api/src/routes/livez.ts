import type { Liveness } from "@onefold/contract";
import type { AppContext } from "../request/app-env.ts";
import { reply } from "../request/reply.ts";

/** `GET /livez`: the process runs. */
export function livez(c: AppContext): Response {
  return reply(c, 200, { status: "alive" } satisfies Liveness);
}
