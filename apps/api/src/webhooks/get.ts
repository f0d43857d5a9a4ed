import { WebhookAnswer } from "@onefold/contract";
import { readDeliveries, readWebhook } from "@onefold/records";
import { reading } from "../errors/reading.ts";
import { answer } from "../openapi/answers.ts";
import { json } from "../openapi/content.ts";
import { presentWebhook } from "../present/webhook.ts";
import { reply } from "../request/reply.ts";
import { ADMIN_ONLY, defineRoute } from "../route.ts";
import { WEBHOOK, WEBHOOK_PARAMETER, webhookName, webhookNotFound } from "./common.ts";

export const getWebhookRoute = defineRoute({
  method: "GET",
  path: "/api/webhooks/:id",
  scopes: ADMIN_ONLY,
  tellsSecret: true,
  operationId: "getWebhook",
  summary: "Get a webhook",
  description: "With how it goes: since when it fails, when it was disabled and why.",
  request: { params: WEBHOOK_PARAMETER },
  answers: { 200: answer("The webhook.", json(WebhookAnswer, { success: true, data: WEBHOOK })) },
  errors: ["NOT_FOUND"],
  async handle(c, { db }) {
    const name = webhookName(c);
    const { webhook, deliveries } = await reading(async () => ({
      webhook: await readWebhook(db, name),
      deliveries: await readDeliveries(db, name.teamId, name.webhookId),
    }));
    if (!webhook) throw webhookNotFound();
    const data = presentWebhook(webhook, deliveries.get(name.webhookId));
    return reply(c, 200, { success: true, data } satisfies WebhookAnswer);
  },
});
