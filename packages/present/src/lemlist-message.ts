import type { WebhookMessage } from "@onefold/contract";
import type { HeldWebhook } from "@onefold/records";

/**
 * Shows a message in lemlist's shape: flat, with the hook's own secret. Its `type` is lemlist's word where the hook has one;
 * what lemlist has no word for is called `contactCreated`, `contactUpdated` and so on.
 */
export function lemlistMessage(
  messageId: string,
  { type, timestamp, data }: WebhookMessage,
  {
    teamId,
    webhookId,
    lemlist = {},
    secrets,
  }: Pick<HeldWebhook, "teamId" | "webhookId" | "lemlist" | "secrets">,
): Record<string, unknown> {
  const { record, recordId, events, test } = data;
  const [entity = "", event = ""] = type.split(".");
  const shown = record ?? {};
  const text = (name: string) => valueOf(shown, name) ?? valueOf(valueOf(shown, "fields"), name);
  const parts = {
    firstName: text("firstName"),
    lastName: text("lastName"),
    linkedinUrl: text("linkedinUrl"),
  };
  const email = valueOf(shown, "email");
  return {
    _id: messageId,
    type: lemlist.type ?? `${entity}${event.charAt(0).toUpperCase()}${event.slice(1)}`,
    teamId,
    hookId: webhookId,
    createdAt: timestamp,
    contactId: recordId,
    ...(email !== undefined && { email, leadEmail: email }),
    ...Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined)),
    ...(parts.firstName !== undefined && { leadFirstName: parts.firstName }),
    ...(parts.lastName !== undefined && { leadLastName: parts.lastName }),
    events,
    contact: record,
    ...(test && { test }),
    ...(secrets[0] !== undefined && { secret: secrets[0] }),
  };
}

function valueOf(of: unknown, name: string): unknown {
  return typeof of === "object" && of !== null && name in of ? Reflect.get(of, name) : undefined;
}
