import { ReplayWebhookRequest, WebhookQueuedAnswer } from "@onefold/contract";
import { replayAttempt, replaySince } from "@onefold/records";
import { ApiError } from "../errors/api-error.ts";
import { answer } from "../openapi/answers.ts";
import { json } from "../openapi/content.ts";
import { SAMPLE_TIME } from "../openapi/samples/ids.ts";
import { readBody } from "../request/read-body.ts";
import { ADMIN_ONLY, defineRoute } from "../route.ts";
import { parsePatch } from "../validate/parse-request.ts";
import { WEBHOOK_PARAMETER, webhookName } from "./common.ts";
import { QUEUED, queueAgain } from "./queue-again.ts";

export const replayWebhookRoute = defineRoute({
  method: "POST",
  path: "/api/webhooks/:id/replay",
  scopes: ADMIN_ONLY,
  operationId: "replayWebhook",
  summary: "Have events sent again",
  description:
    "What one attempt told of, or all since a time, as far as events are kept. It is sent under another id, with " +
    "the records as they are then. A second request with `since` replaces the first.",
  request: { params: WEBHOOK_PARAMETER, body: json(ReplayWebhookRequest, { since: SAMPLE_TIME }) },
  answers: { 202: answer("The workers send it.", json(WebhookQueuedAnswer, QUEUED)) },
  errors: ["INVALID_REQUEST", "INVALID_JSON", "NOT_FOUND", "413", "415"],
  async handle(c, { db, limits }) {
    const { attempt, since } = parsePatch(ReplayWebhookRequest, await readBody(c, limits), {
      attempt: "the number of an attempt",
      since: "a date and time with its zone, such as 2026-11-23T12:00:00Z",
    });
    if (attempt !== undefined && since !== undefined)
      throw new ApiError("INVALID_REQUEST", "Give attempt or since, not both.");
    const name = webhookName(c);
    return await queueAgain(c, () =>
      attempt === undefined
        ? replaySince(db, name, Date.parse(since ?? ""))
        : replayAttempt(db, name, attempt),
    );
  },
});
