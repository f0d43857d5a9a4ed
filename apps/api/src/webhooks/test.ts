import { WebhookQueuedAnswer } from "@onefold/contract";
import { sendWebhookTest } from "@onefold/records";
import { answer } from "../openapi/answers.ts";
import { json } from "../openapi/content.ts";
import { ADMIN_ONLY, defineRoute } from "../route.ts";
import { WEBHOOK_PARAMETER, webhookName } from "./common.ts";
import { QUEUED, queueAgain } from "./queue-again.ts";

export const testWebhookRoute = defineRoute({
  method: "POST",
  path: "/api/webhooks/:id/test",
  scopes: ADMIN_ONLY,
  operationId: "testWebhook",
  summary: "Have a test sent",
  description:
    "A message about a made-up person, made, signed and sent by the workers as any other, with `test: true`. How it went is " +
    "the latest of the webhook's attempts.",
  request: { params: WEBHOOK_PARAMETER },
  answers: { 202: answer("The workers send it.", json(WebhookQueuedAnswer, QUEUED)) },
  errors: ["INVALID_REQUEST", "NOT_FOUND"],
  async handle(c, { db }) {
    const name = webhookName(c);
    return await queueAgain(c, () => sendWebhookTest(db, name));
  },
});
