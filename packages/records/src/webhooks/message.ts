import type { Tables } from "@onefold/database";
import { sql } from "kysely";
import type { RawBuilder, Selectable, Transaction } from "kysely";
import { rowSet } from "../rows/row-set.ts";
import { MessageContent } from "./message-content.ts";
import type { WebhookName } from "./webhook.ts";

/** What is due to a webhook about one record. */
export interface StoredMessage {
  readonly recordId: string;
  readonly entity: string;
  readonly messageId: string;
  readonly content: MessageContent;
  /** What came while that is being sent. */
  readonly later?: MessageContent | undefined;
  /** How often this content was tried. */
  readonly tries: number;
  /** When it is due, or its sender counts as gone: milliseconds since 1970. */
  readonly nextAt: number;
  readonly isSending: boolean;
  readonly claim: number;
}

type MessageRow = Omit<Selectable<Tables["webhook_messages"]>, "team_id" | "webhook_id">;

/** The caller holds the webhook. */
export async function readMessages(
  trx: Transaction<Tables>,
  { teamId, webhookId }: WebhookName,
  recordIds: readonly string[],
): Promise<StoredMessage[]> {
  if (recordIds.length === 0) return [];
  const { rows } = await sql<MessageRow>`
    select record_id, entity, message_id, content, later, tries, next_at, sending, claim from webhook_messages
     where team_id = ${teamId} and webhook_id = ${webhookId} and record_id = any(${recordIds})`.execute(trx);
  return rows.map(messageOf);
}

/**
 * Reads those that are due first, by a time. One that is being sent is among them when its sender counts as gone. Of those
 * that aren't due yet, what was taken least often comes first. The caller holds the webhook.
 */
export async function readDue(
  trx: Transaction<Tables>,
  { teamId, webhookId }: WebhookName,
  { now, until, limit }: { readonly now: number; readonly until: number; readonly limit: number },
): Promise<StoredMessage[]> {
  const isEarly = sql`next_at > ${new Date(now)}`;
  const early = sql`${isEarly}, case when ${isEarly} then claim end, next_at`;
  // By the time alone, in the order of an index: no more of them are read than are taken.
  const order = until > now ? early : sql`next_at`;
  const some = (which: RawBuilder<unknown>, latest: number) => sql`
    (select record_id, entity, message_id, content, later, tries, next_at, sending, claim from webhook_messages
      where team_id = ${teamId} and webhook_id = ${webhookId} and ${which} and next_at <= ${new Date(latest)}
      order by ${order} limit ${limit})`;
  const { rows } = await sql<MessageRow>`
    select * from (${some(sql`not sending`, until)} union all ${some(sql`sending`, now)}) m
     order by ${order} limit ${limit}`.execute(trx);
  return rows.map(messageOf);
}

function messageOf(row: MessageRow): StoredMessage {
  return {
    recordId: row.record_id,
    entity: row.entity,
    messageId: row.message_id,
    content: MessageContent.parse(row.content),
    ...(row.later !== null && { later: MessageContent.parse(row.later) }),
    tries: row.tries,
    nextAt: row.next_at.getTime(),
    isSending: row.sending,
    claim: row.claim,
  };
}

/** Writes messages, new ones or in place of those of their records. The caller holds the webhook. */
export async function writeMessages(
  trx: Transaction<Tables>,
  { teamId, webhookId }: WebhookName,
  messages: readonly StoredMessage[],
): Promise<void> {
  if (messages.length === 0) return;
  const rows = messages.map((message) => ({
    team_id: teamId,
    webhook_id: webhookId,
    record_id: message.recordId,
    entity: message.entity,
    message_id: message.messageId,
    content: JSON.stringify(message.content),
    later: message.later ? JSON.stringify(message.later) : null,
    tries: message.tries,
    next_at: Math.floor(message.nextAt),
    sending: message.isSending,
    claim: message.claim,
  }));
  const columns = {
    team_id: "id",
    webhook_id: "id",
    record_id: "id",
    entity: "text",
    message_id: "id",
    content: "json",
    later: "json",
    tries: "integer",
    next_at: "bigint",
    sending: "boolean",
    claim: "integer",
  } as const;
  await sql`
    insert into webhook_messages (
           team_id, webhook_id, record_id, entity, message_id, content, later, tries, next_at, sending, claim)
    select team_id, webhook_id, record_id, entity, message_id, content, later, tries,
           to_timestamp(next_at / 1000.0::float8), sending, claim
      from ${rowSet("n", columns, rows)}
        on conflict (team_id, webhook_id, record_id) do update
       set entity = excluded.entity, message_id = excluded.message_id, content = excluded.content,
           later = excluded.later, tries = excluded.tries, next_at = excluded.next_at,
           sending = excluded.sending, claim = excluded.claim`.execute(trx);
}

/**
 * Makes all that waits due. The try that comes early by it is one more: else a receiver that comes and goes would use up
 * the tries of a message within minutes. What was tried stays so: somebody may have seen its id. The caller holds the webhook.
 */
export async function releaseMessages(
  trx: Transaction<Tables>,
  { teamId, webhookId, now }: WebhookName & { readonly now: number },
): Promise<void> {
  await sql`
    update webhook_messages set next_at = ${new Date(now)}, tries = greatest(tries - 1, least(tries, 1))
     where team_id = ${teamId} and webhook_id = ${webhookId} and not sending
       and next_at > ${new Date(now)}`.execute(trx);
}

/** The caller holds the webhook. */
export async function removeMessages(
  trx: Transaction<Tables>,
  { teamId, webhookId }: WebhookName,
  recordIds: readonly string[],
): Promise<void> {
  if (recordIds.length === 0) return;
  await sql`
    delete from webhook_messages
     where team_id = ${teamId} and webhook_id = ${webhookId} and record_id = any(${recordIds})`.execute(trx);
}
