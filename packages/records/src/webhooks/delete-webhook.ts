import type { Database } from "@onefold/database";
import { sql } from "kysely";
import type { WebhookName } from "./webhook.ts";

/**
 * Deletes a webhook with what was due to it and its attempts. One that is under way may still arrive.
 * @returns whether the team had one of that id
 */
export async function deleteWebhook(db: Database, { teamId, webhookId }: WebhookName): Promise<boolean> {
  const its = sql`team_id = ${teamId} and webhook_id = ${webhookId}`;
  return await db.transaction().execute(async (trx) => {
    // Whoever writes messages or attempts of it holds its row.
    const { numAffectedRows = 0n } = await sql`delete from webhooks where ${its}`.execute(trx);
    await sql`delete from webhook_messages where ${its}`.execute(trx);
    await sql`delete from webhook_attempts where ${its}`.execute(trx);
    return numAffectedRows > 0n;
  });
}
