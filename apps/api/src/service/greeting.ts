import type { Handler } from "hono";
import type { AppEnv } from "../request/app-env.ts";
import { reply } from "../request/reply.ts";

const GREETING = {
  service: "onefold",
  message: "Onefold runs here. Post contacts to /api/contacts; /docs says how.",
  docs: "/docs",
  openapi: "/openapi.json",
  ready: "/readyz",
};

/**
 * Answers `GET /` for people who open the service's own address: it says where its parts are. Like the docs it is no
 * route of the API.
 */
export function greeting(): Handler<AppEnv> {
  return (c) => reply(c, 200, GREETING);
}
