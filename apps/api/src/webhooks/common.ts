import { ChangeEventName, Entity, WEBHOOK_FIELDS_MAX, WEBHOOK_URL_MAX } from "@onefold/contract";
import type { Webhook, WebhookAttempt } from "@onefold/contract";
import { isId } from "@onefold/identity";
import type { WebhookName } from "@onefold/records";
import { checkTargetUrl } from "@onefold/webhook-sender";
import { pathParameter } from "../openapi/content.ts";
import { SAMPLE, SAMPLE_TIME } from "../openapi/samples/ids.ts";
import type { AppContext } from "../request/app-env.ts";
import { notFound } from "../request/record-name.ts";
import type { Services } from "../services.ts";
import { validationError } from "../validate/validation-error.ts";

/** The webhook of the examples. */
export const WEBHOOK: Webhook = {
  id: SAMPLE.webhookId,
  url: "https://hooks.example.com/onefold",
  events: ["created", "updated"],
  entity: "contact",
  enabled: true,
  createdAt: SAMPLE_TIME,
  createdBy: SAMPLE.userId,
  waiting: 0,
};

/** The attempt of the examples. */
export const ATTEMPT: WebhookAttempt = {
  number: 12,
  at: SAMPLE_TIME,
  messageId: "msg_8fKq2LxWv5TzRb0Yd",
  events: ["updated"],
  entity: "contact",
  recordId: SAMPLE.contactId,
  outcome: "failed",
  status: 503,
  error: "status",
  durationMs: 41,
  answer: "try later",
};

export const WEBHOOK_PARAMETER = { id: pathParameter("The webhook's id.", SAMPLE.webhookId) };

/** What the fields of a webhook take, as errors say it. */
export const EXPECTED = {
  url: `an http or https URL of at most ${WEBHOOK_URL_MAX} characters`,
  events: `a list of at least one of ${ChangeEventName.options.join(", ")}`,
  entity: `one of ${Entity.options.join(", ")}`,
  fields: `a list of 1 to ${WEBHOOK_FIELDS_MAX} names of fields`,
  description: "a text of at most 5000 characters",
  enabled: "true or false",
};

/** The webhook that the path names, of the key's team. */
export function webhookName(c: AppContext): WebhookName {
  const webhookId = c.req.param("id") ?? "";
  if (!isId("hoo_", webhookId)) throw webhookNotFound();
  return { teamId: c.get("key").teamId, webhookId };
}

export function webhookNotFound() {
  return notFound("webhook");
}

/**
 * Checks where messages are to go, as far as it can be said before a name is looked up.
 * @throws ApiError INVALID_REQUEST
 */
export function checkTarget(url: string, path: string, { allowPrivate }: Services): void {
  const checked = checkTargetUrl(url, allowPrivate);
  if (checked.ok) return;
  const message = `${path} ${checked.message}.`;
  throw validationError([{ path, code: "INVALID_REQUEST", message }]);
}
