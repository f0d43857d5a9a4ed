import { answerText } from "../compress/answer-text.ts";
import type { AppContext } from "./app-env.ts";
import { EVERY_ANSWER } from "./every-answer.ts";

/**
 * Makes a JSON answer. The headers are a plain object that is given to the constructor. Hono's `c.json` with two
 * headers, or a header set later, builds a `Headers` and costs up to half of the throughput. It adds the
 * `answerHeaders` that a middleware has set, once.
 */
export function reply(
  c: AppContext,
  status: number,
  body: object | string,
  headers?: Readonly<Record<string, string>>,
): Response {
  const more = c.get("answerHeaders");
  if (more !== undefined) c.set("answerHeaders", undefined);
  return answerText(c, status, JSON.stringify(body), {
    "Content-Type": "application/json",
    "X-Request-Id": c.get("requestId"),
    ...EVERY_ANSWER,
    ...more,
    ...headers,
  });
}
