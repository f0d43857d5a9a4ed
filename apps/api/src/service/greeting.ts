import type { Handler } from "hono";
import type { AppEnv } from "../request/app-env.ts";
import { EVERY_ANSWER } from "../request/every-answer.ts";
import { reply } from "../request/reply.ts";

const GREETING = {
  service: "onefold",
  message: "Onefold runs here. Post contacts to /api/contacts; /docs says how.",
  console: "/console",
  docs: "/docs",
  openapi: "/openapi.json",
  ready: "/readyz",
};

/**
 * Answers `GET /` for people who open the service's own address: it says where its parts are, and brings a browser to the
 * console. Like the docs it is no route of the API.
 */
export function greeting(): Handler<AppEnv> {
  return (c) => {
    if (!(c.req.header("accept") ?? "").includes("text/html")) return reply(c, 200, GREETING);
    const headers = {
      ...EVERY_ANSWER,
      Location: "/console",
      Vary: "Accept",
      "X-Request-Id": c.get("requestId"),
    };
    return new Response(null, { status: 302, headers });
  };
}
