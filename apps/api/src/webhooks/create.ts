import { CreateWebhookRequest, WEBHOOKS_MAX, WebhookSecretAnswer } from "@onefold/contract";
import { createWebhook } from "@onefold/records";
import { administering } from "../errors/administering.ts";
import { answer } from "../openapi/answers.ts";
import { json } from "../openapi/content.ts";
import { presentWebhook } from "../present/webhook.ts";
import { readBody } from "../request/read-body.ts";
import { reply } from "../request/reply.ts";
import { ADMIN_ONLY, defineRoute } from "../route.ts";
import { parseRequest } from "../validate/parse-request.ts";
import { checkTarget, EXPECTED, WEBHOOK } from "./common.ts";

const { url, events, entity } = WEBHOOK;
const CREATED = json(WebhookSecretAnswer, {
  success: true,
  data: { ...WEBHOOK, secret: "whsec_ and 44 characters more" },
});

export const createWebhookRoute = defineRoute({
  method: "POST",
  path: "/api/webhooks",
  scopes: ADMIN_ONLY,
  tellsSecret: true,
  operationId: "createWebhook",
  summary: "Have events sent to a URL",
  description:
    "Whatever happens to the team's records from now on is sent there, signed with a secret that is in this answer and " +
    "nowhere else (docs/webhooks.md). The URL must be reachable on the public internet, unless the server's " +
    `WEBHOOK_ALLOW_PRIVATE says otherwise. A team has at most ${WEBHOOKS_MAX}, hooks of lemlist's among them.`,
  request: { body: json(CreateWebhookRequest, { url, events, entity }) },
  answers: { 201: answer("The webhook, with its secret, shown this once.", CREATED) },
  errors: ["INVALID_REQUEST", "INVALID_JSON", "413", "415"],
  async handle(c, services) {
    const { teamId, userId } = c.get("key");
    const body = await readBody(c, services.limits);
    const { entity: of, events: names, fields, ...rest } = parseRequest(CreateWebhookRequest, body, EXPECTED);
    checkTarget(rest.url, "url", services);
    const { secret = "", ...webhook } = await administering(() =>
      createWebhook(services.db, {
        ...rest,
        ...(of && { entity: of }),
        ...(names && { events: names }),
        ...(fields && { fields }),
        teamId,
        userId,
      }),
    );
    const data = { ...presentWebhook(webhook), secret };
    return reply(c, 201, { success: true, data } satisfies WebhookSecretAnswer);
  },
});
