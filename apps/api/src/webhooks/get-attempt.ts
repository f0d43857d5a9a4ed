import { WebhookAttemptAnswer } from "@onefold/contract";
import { lemlistMessage, presentWebhookMessage } from "@onefold/present";
import { readAttempt } from "@onefold/records";
import type { ReadAttempt, WebhookName } from "@onefold/records";
import { reading } from "../errors/reading.ts";
import { answer } from "../openapi/answers.ts";
import { json, pathParameter } from "../openapi/content.ts";
import { presentAttempt } from "../present/webhook.ts";
import { notFound } from "../request/record-name.ts";
import { reply } from "../request/reply.ts";
import { ADMIN_ONLY, defineRoute } from "../route.ts";
import { ATTEMPT, WEBHOOK_PARAMETER, webhookName } from "./common.ts";

const FOUND = json(WebhookAttemptAnswer, {
  success: true,
  data: { ...ATTEMPT, body: '{"type":"contact.updated", and so on}' },
});

export const getWebhookAttemptRoute = defineRoute({
  method: "GET",
  path: "/api/webhooks/:id/attempts/:number",
  scopes: ADMIN_ONLY,
  operationId: "getWebhookAttempt",
  summary: "Get an attempt, with what would be sent",
  description:
    "What was sent isn't kept: `body` is what a replay of the attempt would send now, with the record as it is now, " +
    "without a secret.",
  request: {
    params: { ...WEBHOOK_PARAMETER, number: pathParameter("The attempt's number.", String(ATTEMPT.number)) },
  },
  answers: { 200: answer("The attempt.", FOUND) },
  errors: ["NOT_FOUND"],
  async handle(c, { db }) {
    const name = webhookName(c);
    const number = c.req.param("number") ?? "";
    // No attempt has a number of more digits, and a database would refuse them.
    const found = /^[1-9]\d{0,14}$/.test(number)
      ? await reading(() => readAttempt(db, name, Number(number)))
      : undefined;
    if (!found) throw notFound("attempt");
    const data = { ...presentAttempt(found.attempt), body: bodyOf(name, found) };
    return reply(c, 200, { success: true, data } satisfies WebhookAttemptAnswer);
  },
});

function bodyOf(name: WebhookName, { loaded, lemlist }: ReadAttempt): string {
  const message = presentWebhookMessage(loaded, Date.now());
  const { messageId } = loaded.message;
  return JSON.stringify(
    lemlist ? lemlistMessage(messageId, message, { ...name, lemlist, secrets: [] }) : message,
  );
}
