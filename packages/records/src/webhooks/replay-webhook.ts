import type { Database } from "@onefold/database";
import { sql } from "kysely";
import { holdWebhook } from "./held-webhook.ts";
import type { Replay } from "./held-webhook.ts";
import { TEST_RECORD } from "./list-attempts.ts";
import { MessageContent, NO_CONTENT } from "./message-content.ts";
import { putMessages } from "./put-messages.ts";
import type { NewMessage } from "./put-messages.ts";
import type { WebhookName } from "./webhook.ts";

/** What became of a request to send something. */
export type ReplayOutcome = "queued" | "not-found" | "no-attempt" | "disabled";

/**
 * Has what an attempt told of sent again, under another id and with the record as it is then.
 * @param number the attempt's
 */
export async function replayAttempt(db: Database, name: WebhookName, number: number): Promise<ReplayOutcome> {
  return await put(db, name, async (trx) => {
    const attempt = await trx
      .selectFrom("webhook_attempts")
      .select(["record_id", "entity", "content"])
      .where("team_id", "=", name.teamId)
      .where("webhook_id", "=", name.webhookId)
      .where("number", "=", number)
      .executeTakeFirst();
    if (!attempt) return undefined;
    const { record_id: recordId, entity, content } = attempt;
    return { recordId, entity, content: MessageContent.parse(content) };
  });
}

/** Has a test sent: a made-up person, by the same serializer. */
export async function sendWebhookTest(db: Database, name: WebhookName): Promise<ReplayOutcome> {
  return await put(db, name, () =>
    Promise.resolve({ recordId: TEST_RECORD, entity: "contact", content: NO_CONTENT }),
  );
}

type Look = Parameters<Parameters<ReturnType<Database["transaction"]>["execute"]>[0]>[0];

async function put(
  db: Database,
  name: WebhookName,
  find: (trx: Look) => Promise<NewMessage | undefined>,
): Promise<ReplayOutcome> {
  return await db.transaction().execute(async (trx) => {
    const webhook = await holdWebhook(trx, name);
    if (!webhook) return "not-found";
    if (!webhook.enabled) return "disabled";
    const message = await find(trx);
    if (!message) return "no-attempt";
    await putMessages(trx, webhook, [message]);
    return "queued";
  });
}

/**
 * Has all events since a time sent again, by the workers. A second request replaces the first. What is past the retention
 * isn't there any more.
 * @param since milliseconds since 1970
 */
export async function replaySince(
  db: Database,
  name: WebhookName,
  since: number,
): Promise<Exclude<ReplayOutcome, "no-attempt">> {
  return await db.transaction().execute(async (trx) => {
    const webhook = await holdWebhook(trx, name);
    if (!webhook) return "not-found";
    if (!webhook.enabled) return "disabled";
    const replay: Replay = { since, until: webhook.place };
    await sql`
      update webhooks set replay = ${JSON.stringify(replay)}::json
       where team_id = ${name.teamId} and webhook_id = ${name.webhookId}`.execute(trx);
    return "queued";
  });
}
