import { ChangeEntity } from "@onefold/contract";
import type { ChangeEventName } from "@onefold/contract";
import type { Database, Tables } from "@onefold/database";
import type { Selectable } from "kysely";
import { MessageContent } from "./message-content.ts";
import type { WebhookName } from "./webhook.ts";

/** How an attempt went. */
export interface StoredAttempt {
  readonly number: number;
  readonly at: Date;
  readonly messageId: string;
  /** The record, the job of `job_ended` or the webhook of `disabled`; absent for a test. */
  readonly recordId?: string;
  readonly entity?: ChangeEntity;
  readonly events: readonly ChangeEventName[];
  readonly delivered: boolean;
  readonly status?: number;
  readonly error?: string;
  readonly durationMs: number;
  readonly answer?: string;
}

/** Stands for the record of a test. */
export const TEST_RECORD = "test";

export interface AttemptsRequest extends WebhookName {
  readonly limit: number;
  /** Only those with lower numbers. */
  readonly before?: number;
}

/** Lists the attempts of a webhook, the latest first. */
export async function listWebhookAttempts(
  db: Database,
  { teamId, webhookId, limit, before }: AttemptsRequest,
): Promise<StoredAttempt[]> {
  const rows = await db
    .selectFrom("webhook_attempts")
    .selectAll()
    .where("team_id", "=", teamId)
    .where("webhook_id", "=", webhookId)
    .$if(before !== undefined, (query) => query.where("number", "<", before ?? 0))
    .orderBy("number", "desc")
    .limit(limit)
    .execute();
  return rows.map((row) => attemptOf(row));
}

/** Reads a row of an attempt. */
export function attemptOf(row: Selectable<Tables["webhook_attempts"]>): StoredAttempt {
  return {
    number: row.number,
    at: row.at,
    messageId: row.message_id,
    ...(row.record_id !== TEST_RECORD && { recordId: row.record_id, entity: ChangeEntity.parse(row.entity) }),
    events: MessageContent.parse(row.content).events,
    delivered: row.delivered,
    ...(row.status !== null && { status: row.status }),
    ...(row.error !== null && { error: row.error }),
    durationMs: row.duration_ms,
    ...(row.answer !== null && { answer: row.answer }),
  };
}
