import { HookType } from "@onefold/contract";
import type { Hook, Webhook, WebhookAttempt } from "@onefold/contract";
import { presentTime } from "@onefold/present";
import { NO_DELIVERIES } from "@onefold/records";
import type { Deliveries, StoredAttempt, StoredWebhook } from "@onefold/records";

/** Shows a webhook as it is listed, without its secret. */
export function presentWebhook(
  webhook: StoredWebhook,
  { waiting, lastAttempt }: Deliveries = NO_DELIVERIES,
): Webhook {
  const { entity, events, fields, description, disabledReason } = webhook;
  return {
    id: webhook.webhookId,
    url: webhook.url,
    ...(events && { events: [...events] }),
    ...(entity && { entity }),
    ...(fields && { fields: [...fields] }),
    ...(description !== undefined && { description }),
    ...(webhook.lemlist && { hook: true as const }),
    enabled: webhook.enabled,
    ...(disabledReason && { disabledReason }),
    createdAt: presentTime(webhook.createdAt.getTime()),
    createdBy: webhook.createdBy,
    ...timesOf({
      disabledAt: webhook.disabledAt,
      failingSince: webhook.failingSince,
      lastSuccessAt: webhook.lastSuccessAt,
      missedAt: webhook.missedAt,
      previousSecretUntil: webhook.previousSecretUntil,
      replaySince: webhook.replaySince,
    }),
    waiting,
    ...(lastAttempt && { lastAttempt: presentOutcome(lastAttempt) }),
  };
}

/** Shows a webhook that lemlist's route made as lemlist does. */
export function presentHook({ webhookId, url, createdAt, lemlist = {} }: StoredWebhook): Hook {
  const { type, campaignId, isFirst, zapId } = lemlist;
  return {
    _id: webhookId,
    targetUrl: url,
    createdAt: presentTime(createdAt.getTime()),
    ...(type !== undefined && { type: HookType.parse(type) }),
    ...(campaignId !== undefined && { campaignId }),
    ...(isFirst !== undefined && { isFirst }),
    ...(zapId !== undefined && { zapId }),
  };
}

export function presentAttempt({ events, ...attempt }: StoredAttempt): WebhookAttempt {
  return { ...presentOutcome(attempt), events: [...events] };
}

function presentOutcome<Attempt extends Pick<StoredAttempt, "at" | "delivered">>(attempt: Attempt) {
  const { at, delivered, ...rest } = attempt;
  const outcome: WebhookAttempt["outcome"] = delivered ? "delivered" : "failed";
  return { ...rest, at: presentTime(at.getTime()), outcome };
}

function timesOf<Name extends string>(times: Record<Name, Date | undefined>): { [N in Name]?: string };
function timesOf(times: Record<string, Date | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(times).flatMap(([name, at]) => (at ? [[name, presentTime(at.getTime())]] : [])),
  );
}
