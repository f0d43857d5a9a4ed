import { WebhookSecretAnswer } from "@onefold/contract";
import { readDeliveries, rotateWebhookSecret } from "@onefold/records";
import { administering } from "../errors/administering.ts";
import { answer } from "../openapi/answers.ts";
import { json } from "../openapi/content.ts";
import { SAMPLE_LATER } from "../openapi/samples/ids.ts";
import { presentWebhook } from "../present/webhook.ts";
import { reply } from "../request/reply.ts";
import { ADMIN_ONLY, defineRoute } from "../route.ts";
import { WEBHOOK, WEBHOOK_PARAMETER, webhookName, webhookNotFound } from "./common.ts";

const ROTATED = json(WebhookSecretAnswer, {
  success: true,
  data: { ...WEBHOOK, previousSecretUntil: SAMPLE_LATER, secret: "whsec_ and 44 characters more" },
});

export const rotateWebhookSecretRoute = defineRoute({
  method: "POST",
  path: "/api/webhooks/:id/rotate-secret",
  scopes: ADMIN_ONLY,
  tellsSecret: true,
  operationId: "rotateWebhookSecret",
  summary: "Give a webhook a new secret",
  description:
    "It is in this answer and nowhere else. For a day messages have two signatures, by it and by the one before, so that " +
    "the receiver can change over; secrets of earlier rotations end at once.",
  request: { params: WEBHOOK_PARAMETER },
  answers: { 200: answer("The webhook with its new secret, shown this once.", ROTATED) },
  errors: ["NOT_FOUND"],
  async handle(c, { db }) {
    const name = webhookName(c);
    // It is read before: nothing may fail between the new secret and the answer that tells it.
    const deliveries = await administering(() => readDeliveries(db, name.teamId, name.webhookId));
    const rotated = await administering(() => rotateWebhookSecret(db, name));
    if (!rotated) throw webhookNotFound();
    const data = { ...presentWebhook(rotated, deliveries.get(name.webhookId)), secret: rotated.secret };
    return reply(c, 200, { success: true, data } satisfies WebhookSecretAnswer);
  },
});
