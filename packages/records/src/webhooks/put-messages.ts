import type { Tables } from "@onefold/database";
import { sql } from "kysely";
import type { Transaction } from "kysely";
import type { HeldWebhook } from "./held-webhook.ts";
import { foldContent, newMessageId } from "./message-content.ts";
import type { MessageContent } from "./message-content.ts";
import { readMessages, writeMessages } from "./message.ts";
import type { StoredMessage } from "./message.ts";
import { isPaused } from "./pauses.ts";

/** What is to be told of a record. */
export interface NewMessage {
  readonly recordId: string;
  readonly entity: string;
  readonly content: MessageContent;
}

/** Puts what is to be told of records into the messages of a webhook, one for each record, and has it looked at. */
export async function putMessages(
  trx: Transaction<Tables>,
  webhook: HeldWebhook,
  news: readonly NewMessage[],
): Promise<void> {
  if (news.length === 0) return;
  const { teamId, webhookId, now } = webhook;
  const ofRecord = Map.groupBy(news, ({ recordId }) => recordId);
  const waiting = await readMessages(trx, webhook, [...ofRecord.keys()]);
  const before = new Map(waiting.map((message) => [message.recordId, message]));
  const messages = [...ofRecord.values()].flatMap((all) => {
    const [first] = all;
    const content = all.map((each) => each.content).reduce(foldContent);
    return first ? [withNews(before.get(first.recordId), { ...first, content }, now)] : [];
  });
  await writeMessages(trx, webhook, messages);
  if (isPaused(webhook)) return;
  await sql`
    update webhooks set next_at = ${new Date(now)}
     where team_id = ${teamId} and webhook_id = ${webhookId}`.execute(trx);
}

/**
 * Gives a record's message when there is news of it. What is being sent stays as it is. What was tried becomes another
 * message: who has seen its id would take no notice of what is new. Pure.
 */
export function withNews(message: StoredMessage | undefined, news: NewMessage, now: number): StoredMessage {
  const { recordId, entity, content } = news;
  if (!message) {
    const fresh = { messageId: newMessageId(), tries: 0, nextAt: now, isSending: false, claim: 0 };
    return { recordId, entity, content, ...fresh };
  }
  if (message.isSending)
    return { ...message, later: message.later ? foldContent(message.later, content) : content };
  const folded = { ...message, content: foldContent(message.content, content) };
  return message.tries === 0 ? folded : { ...folded, messageId: newMessageId(), tries: 0, nextAt: now };
}
