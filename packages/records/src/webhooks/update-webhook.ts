import type { ChangeEventName, Entity } from "@onefold/contract";
import type { Database } from "@onefold/database";
import { sql } from "kysely";
import { holdWebhook } from "./held-webhook.ts";
import { releaseMessages } from "./message.ts";
import { WEBHOOK_COLUMNS, webhookOf } from "./webhook.ts";
import type { StoredWebhook, WebhookName } from "./webhook.ts";

/** What is absent stays as it is; null takes it away. */
export interface WebhookChange {
  readonly url?: string | undefined;
  readonly entity?: Entity | null | undefined;
  readonly events?: readonly ChangeEventName[] | null | undefined;
  readonly fields?: readonly string[] | null | undefined;
  readonly description?: string | null | undefined;
  /** One that is disabled stays where it is in the feed, and goes on there. */
  readonly enabled?: boolean | undefined;
}

/**
 * Changes a webhook. To enable it forgets that it was failing, and what waits is sent at once; so does another address.
 * @returns undefined if the team has none of that id
 */
export async function updateWebhook(
  db: Database,
  { teamId, webhookId }: WebhookName,
  { url, entity, events, fields, description, enabled }: WebhookChange,
): Promise<StoredWebhook | undefined> {
  const begins = enabled === true || url !== undefined;
  const row = await db.transaction().execute(async (trx) => {
    const webhook = begins ? await holdWebhook(trx, { teamId, webhookId }) : undefined;
    if (webhook) await releaseMessages(trx, webhook);
    return await trx
      .updateTable("webhooks")
      .set({
        ...(url !== undefined && { url }),
        ...(entity !== undefined && { entity }),
        ...(events !== undefined && { events: events && [...new Set(events)] }),
        ...(fields !== undefined && { fields: fields && [...new Set(fields)] }),
        ...(description !== undefined && { description }),
        ...(begins && { failing_since: null, failures: 0, next_at: sql<Date>`statement_timestamp()` }),
        ...(enabled === true && { enabled: true, disabled_reason: null, disabled_at: null }),
        // One that was disabled before keeps its reason.
        ...(enabled === false && {
          enabled: false,
          disabled_reason: sql<string>`coalesce(disabled_reason, 'asked')`,
          disabled_at: sql<Date>`coalesce(disabled_at, statement_timestamp())`,
        }),
        // An empty change is one.
        webhook_id: webhookId,
      })
      .where("team_id", "=", teamId)
      .where("webhook_id", "=", webhookId)
      .returning(WEBHOOK_COLUMNS)
      .executeTakeFirst();
  });
  return row && webhookOf(row);
}
