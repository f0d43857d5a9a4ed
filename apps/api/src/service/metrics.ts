import { HEALTH_SCOPES, requireHealthReader } from "../auth/may-read-health.ts";
import { answerText } from "../compress/answer-text.ts";
import { answer } from "../openapi/answers.ts";
import { text } from "../openapi/content.ts";
import { EVERY_ANSWER } from "../request/every-answer.ts";
import { defineRoute } from "../route.ts";

const EXAMPLE =
  '# TYPE onefold_accepted_items_total counter\nonefold_accepted_items_total{entity="contact"} 42\n';

export const metricsRoute = defineRoute({
  method: "GET",
  path: "/metrics",
  scopes: HEALTH_SCOPES,
  asksForKey: "required",
  operationId: "metrics",
  summary: "What the API counts, for Prometheus",
  description: "Needs the scope `read` or `admin`; no key at all where `HEALTH_DETAILS` is `public`.",
  request: {},
  answers: {
    200: answer("In Prometheus' text format, version 0.0.4.", text("text/plain", EXAMPLE)),
  },
  errors: ["401", "403", "503"],
  async handle(c, services) {
    await requireHealthReader(c, services);
    return answerText(c, 200, await services.metrics.text(), {
      "Content-Type": "text/plain; version=0.0.4; charset=utf-8",
      "X-Request-Id": c.get("requestId"),
      ...EVERY_ANSWER,
    });
  },
});
