import { ChangeEventName, Entity, WebhookDisabledReason } from "@onefold/contract";
import type { Tables } from "@onefold/database";
import type { Selectable } from "kysely";
import { z } from "zod";

/** What lemlist's route takes besides an address. Only `type` decides what is sent. */
export const LemlistHook = z.object({
  type: z.string().optional(),
  campaignId: z.string().optional(),
  isFirst: z.boolean().optional(),
  zapId: z.string().optional(),
});
export type LemlistHook = z.infer<typeof LemlistHook>;

/** What a webhook is told of. What is absent limits nothing. */
export interface WebhookFilter {
  readonly entity?: Entity;
  readonly events?: readonly ChangeEventName[];
  /** Of `updated`, only what changed one of these. */
  readonly fields?: readonly string[];
  /** Of `subscription`, only that somebody is unsubscribed: lemlist's hooks. */
  readonly isUnsubscribed?: true;
}

/** A webhook without its secrets. */
export interface StoredWebhook extends WebhookFilter {
  readonly teamId: string;
  readonly webhookId: string;
  readonly url: string;
  readonly description?: string;
  /** Set where it was made by lemlist's route, and is sent lemlist's bodies. */
  readonly lemlist?: LemlistHook;
  readonly enabled: boolean;
  readonly disabledReason?: WebhookDisabledReason;
  readonly disabledAt?: Date;
  readonly createdAt: Date;
  /** The member. */
  readonly createdBy: string;
  readonly failingSince?: Date;
  readonly lastSuccessAt?: Date;
  /** When it was last found that events are gone unread. */
  readonly missedAt?: Date;
  readonly previousSecretUntil?: Date;
  /** Set while events since then are sent again. */
  readonly replaySince?: Date;
}

export const WEBHOOK_COLUMNS = [
  "team_id",
  "webhook_id",
  "url",
  "entity",
  "events",
  "fields",
  "description",
  "lemlist",
  "secrets",
  "enabled",
  "disabled_reason",
  "disabled_at",
  "created_at",
  "created_by",
  "missed_at",
  "failing_since",
  "last_success_at",
  "replay",
] as const;

type WebhookRow = Pick<Selectable<Tables["webhooks"]>, (typeof WEBHOOK_COLUMNS)[number]>;

/** A secret signs until then, in milliseconds since 1970; the newest has no end. */
export const Secrets = z.array(z.object({ secret: z.string(), until: z.int().optional() }));
export type Secrets = z.infer<typeof Secrets>;

const ReplaySince = z.object({ since: z.int() });

/** Reads the filter of a row. */
export function filterOf(row: Pick<WebhookRow, "entity" | "events" | "fields">): WebhookFilter {
  return {
    ...(row.entity !== null && { entity: Entity.parse(row.entity) }),
    ...(row.events && { events: z.array(ChangeEventName).parse(row.events) }),
    ...(row.fields && { fields: row.fields }),
  };
}

/** @param now milliseconds since 1970 */
export function webhookOf(row: WebhookRow, now: number = Date.now()): StoredWebhook {
  const previous = Secrets.parse(row.secrets).find(({ until }) => until !== undefined && until > now);
  return {
    teamId: row.team_id,
    webhookId: row.webhook_id,
    url: row.url,
    ...filterOf(row),
    ...(row.description !== null && { description: row.description }),
    ...(row.lemlist !== null && { lemlist: LemlistHook.parse(row.lemlist) }),
    enabled: row.enabled,
    ...(row.disabled_reason !== null && { disabledReason: WebhookDisabledReason.parse(row.disabled_reason) }),
    ...(row.disabled_at && { disabledAt: row.disabled_at }),
    createdAt: row.created_at,
    createdBy: row.created_by,
    ...(row.failing_since && { failingSince: row.failing_since }),
    ...(row.last_success_at && { lastSuccessAt: row.last_success_at }),
    ...(row.missed_at && { missedAt: row.missed_at }),
    ...(previous?.until !== undefined && { previousSecretUntil: new Date(previous.until) }),
    ...(row.replay !== null && { replaySince: new Date(ReplaySince.parse(row.replay).since) }),
  };
}

/** Names a webhook within the deployment. */
export interface WebhookName {
  readonly teamId: string;
  readonly webhookId: string;
}
