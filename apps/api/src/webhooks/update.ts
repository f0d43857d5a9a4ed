import { PatchWebhookRequest, WebhookAnswer } from "@onefold/contract";
import { readDeliveries, readWebhook, updateWebhook } from "@onefold/records";
import { administering } from "../errors/administering.ts";
import { ApiError } from "../errors/api-error.ts";
import { answer } from "../openapi/answers.ts";
import { json } from "../openapi/content.ts";
import { presentWebhook } from "../present/webhook.ts";
import { readBody } from "../request/read-body.ts";
import { reply } from "../request/reply.ts";
import { ADMIN_ONLY, defineRoute } from "../route.ts";
import { parsePatch } from "../validate/parse-request.ts";
import { checkTarget, EXPECTED, WEBHOOK, WEBHOOK_PARAMETER, webhookName, webhookNotFound } from "./common.ts";

/** What of a hook its type decides. */
const FILTERS = ["events", "entity", "fields"] as const;

export const updateWebhookRoute = defineRoute({
  method: "PATCH",
  path: "/api/webhooks/:id",
  scopes: ADMIN_ONLY,
  tellsSecret: true,
  operationId: "updateWebhook",
  summary: "Change a webhook, disable or enable it",
  description:
    "What is absent stays; `null` takes a filter or the description away. One that is disabled keeps its place: once it is " +
    "enabled it is sent what happened meanwhile, as far as that is kept. What a hook of lemlist's is told of is its " +
    "type's, and can't be changed.",
  request: { params: WEBHOOK_PARAMETER, body: json(PatchWebhookRequest, { enabled: true }) },
  answers: { 200: answer("The webhook.", json(WebhookAnswer, { success: true, data: WEBHOOK })) },
  errors: ["INVALID_REQUEST", "INVALID_JSON", "NOT_FOUND", "413", "415"],
  async handle(c, services) {
    const { db, limits } = services;
    const change = parsePatch(PatchWebhookRequest, await readBody(c, limits), {
      ...EXPECTED,
      events: `${EXPECTED.events}, or null`,
      entity: `${EXPECTED.entity}, or null`,
      fields: `${EXPECTED.fields}, or null`,
      description: `${EXPECTED.description}, or null`,
    });
    if (change.url !== undefined) checkTarget(change.url, "url", services);
    const name = webhookName(c);
    const webhook = await administering(async () => {
      // What a hook is told of never changes, so it can be looked up before.
      const isHook = FILTERS.some((filter) => change[filter] !== undefined)
        ? (await readWebhook(db, name))?.lemlist !== undefined
        : false;
      if (isHook) throw new ApiError("INVALID_REQUEST", "What a hook of lemlist's is told of is its type's.");
      return await updateWebhook(db, name, change);
    });
    if (!webhook) throw webhookNotFound();
    const deliveries = await administering(() => readDeliveries(db, name.teamId, name.webhookId));
    const data = presentWebhook(webhook, deliveries.get(name.webhookId));
    return reply(c, 200, { success: true, data } satisfies WebhookAnswer);
  },
});
