import { DeleteWebhookAnswer } from "@onefold/contract";
import { deleteWebhook } from "@onefold/records";
import { administering } from "../errors/administering.ts";
import { answer } from "../openapi/answers.ts";
import { json } from "../openapi/content.ts";
import { SAMPLE } from "../openapi/samples/ids.ts";
import { reply } from "../request/reply.ts";
import { ADMIN_ONLY, defineRoute } from "../route.ts";
import { WEBHOOK_PARAMETER, webhookName, webhookNotFound } from "./common.ts";

const DELETED = json(DeleteWebhookAnswer, { success: true, data: { id: SAMPLE.webhookId } });

export const deleteWebhookRoute = defineRoute({
  method: "DELETE",
  path: "/api/webhooks/:id",
  scopes: ADMIN_ONLY,
  operationId: "deleteWebhook",
  summary: "Delete a webhook",
  description: "With what was to be sent and its attempts. A message that is under way may still arrive.",
  request: { params: WEBHOOK_PARAMETER },
  answers: { 200: answer("It is gone.", DELETED) },
  errors: ["NOT_FOUND"],
  async handle(c, { db }) {
    const name = webhookName(c);
    if (!(await administering(() => deleteWebhook(db, name)))) throw webhookNotFound();
    return reply(c, 200, { success: true, data: { id: name.webhookId } } satisfies DeleteWebhookAnswer);
  },
});
