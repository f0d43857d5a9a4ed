import { WebhooksAnswer } from "@onefold/contract";
import { listWebhooks, readDeliveries } from "@onefold/records";
import { reading } from "../errors/reading.ts";
import { answer } from "../openapi/answers.ts";
import { json } from "../openapi/content.ts";
import { presentWebhook } from "../present/webhook.ts";
import { knownQuery } from "../request/query.ts";
import { reply } from "../request/reply.ts";
import { ADMIN_ONLY, defineRoute } from "../route.ts";
import { WEBHOOK } from "./common.ts";

export const listWebhooksRoute = defineRoute({
  method: "GET",
  path: "/api/webhooks",
  scopes: ADMIN_ONLY,
  tellsSecret: true,
  operationId: "listWebhooks",
  summary: "List the team's webhooks",
  description:
    "All that leaves for a URL: those that lemlist's route made too. The oldest first. An address can be a secret " +
    "by itself, so only `admin` sees them.",
  request: {},
  answers: { 200: answer("All of them.", json(WebhooksAnswer, { success: true, data: [WEBHOOK] })) },
  errors: ["INVALID_REQUEST"],
  async handle(c, { db }) {
    knownQuery(c, {});
    const { teamId } = c.get("key");
    const { webhooks, deliveries } = await reading(async () => ({
      webhooks: await listWebhooks(db, teamId),
      deliveries: await readDeliveries(db, teamId),
    }));
    return reply(c, 200, {
      success: true,
      data: webhooks.map((webhook) => presentWebhook(webhook, deliveries.get(webhook.webhookId))),
    } satisfies WebhooksAnswer);
  },
});
