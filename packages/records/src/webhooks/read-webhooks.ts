import type { Database } from "@onefold/database";
import { WEBHOOK_COLUMNS, webhookOf } from "./webhook.ts";
import type { StoredWebhook, WebhookName } from "./webhook.ts";

/** Lists a team's webhooks, lemlist's hooks among them, the oldest first. There are few. */
export async function listWebhooks(db: Database, teamId: string): Promise<StoredWebhook[]> {
  const rows = await db
    .selectFrom("webhooks")
    .select(WEBHOOK_COLUMNS)
    .where("team_id", "=", teamId)
    .orderBy("created_at")
    .orderBy("webhook_id")
    .execute();
  return rows.map((row) => webhookOf(row));
}

/** Reads one of a team's webhooks; undefined if it has none of that id. */
export async function readWebhook(
  db: Database,
  { teamId, webhookId }: WebhookName,
): Promise<StoredWebhook | undefined> {
  const row = await db
    .selectFrom("webhooks")
    .select(WEBHOOK_COLUMNS)
    .where("team_id", "=", teamId)
    .where("webhook_id", "=", webhookId)
    .executeTakeFirst();
  return row && webhookOf(row);
}
