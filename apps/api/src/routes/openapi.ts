import type { AppContext } from "../request/app-env.ts";
import { openapiDocument } from "../openapi/document.ts";
import { reply } from "../request/reply.ts";

/** `GET /openapi.json` */
export function openapi(c: AppContext): Response {
  return reply(c, 200, openapiDocument());
}
