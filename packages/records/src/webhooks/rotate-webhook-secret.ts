import type { Database } from "@onefold/database";
import { newWebhookSecret, rotated } from "./secrets.ts";
import { Secrets, WEBHOOK_COLUMNS, webhookOf } from "./webhook.ts";
import type { StoredWebhook, WebhookName } from "./webhook.ts";

/**
 * Gives a webhook a new secret. The former one signs beside it for a day; those of before end.
 * @param secret of a hook of lemlist's; a random one by default
 * @returns undefined if the team has none of that id
 */
export async function rotateWebhookSecret(
  db: Database,
  { teamId, webhookId }: WebhookName,
  secret: string = newWebhookSecret(),
): Promise<(StoredWebhook & { readonly secret: string }) | undefined> {
  return await db.transaction().execute(async (trx) => {
    const current = await trx
      .selectFrom("webhooks")
      .select("secrets")
      .where("team_id", "=", teamId)
      .where("webhook_id", "=", webhookId)
      .forUpdate()
      .executeTakeFirst();
    if (!current) return undefined;
    const secrets = rotated(Secrets.parse(current.secrets), secret, Date.now());
    const row = await trx
      .updateTable("webhooks")
      .set({ secrets: JSON.stringify(secrets) })
      .where("team_id", "=", teamId)
      .where("webhook_id", "=", webhookId)
      .returning(WEBHOOK_COLUMNS)
      .executeTakeFirstOrThrow();
    return { ...webhookOf(row), secret };
  });
}
