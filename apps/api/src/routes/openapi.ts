import type { AppContext } from "../request/app-env.ts";
import { EVERY_ANSWER } from "../request/every-answer.ts";
import { openapiDocument } from "../openapi/document.ts";

let json: string | undefined;

/** `GET /openapi.json`: made once, when it is first asked for. */
export function openapi(c: AppContext): Response {
  json ??= JSON.stringify(openapiDocument());
  return new Response(json, {
    headers: { "Content-Type": "application/json", "X-Request-Id": c.get("requestId"), ...EVERY_ANSWER },
  });
}
