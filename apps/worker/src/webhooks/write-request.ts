import { lemlistMessage, presentWebhookMessage } from "@onefold/present";
import type { HeldWebhook, LoadedMessage } from "@onefold/records";
import { signStandard, signWithText } from "@onefold/webhook-sender";

/** One POST, as it is signed. */
export interface WebhookRequest {
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly body: string;
}

/**
 * Writes the request that delivers a message.
 * @param now milliseconds since 1970
 */
export function writeRequest(webhook: HeldWebhook, loaded: LoadedMessage, now: number): WebhookRequest {
  const { url, lemlist, secrets } = webhook;
  const { messageId: id } = loaded.message;
  const shown = presentWebhookMessage(loaded, now);
  const body = JSON.stringify(lemlist ? lemlistMessage(id, shown, webhook) : shown);
  const signed = { id, at: new Date(now), body };
  if (!lemlist) return { url, headers: { ...signStandard(secrets, signed) }, body };
  const headers = secrets.length === 0 ? { "webhook-id": id } : { ...signWithText(secrets, signed) };
  return { url, headers, body };
}
