import type { Database } from "@onefold/database";
import type { WebhookName } from "@onefold/records";
import { sql } from "kysely";

/** Gives a webhook attempts, without a receiver: each other one failed, with a status of 200 and its number. */
export async function addAttempts(db: Database, name: WebhookName, count: number): Promise<void> {
  await sql`
    insert into webhook_attempts (team_id, webhook_id, number, at, message_id, record_id, entity, content, delivered,
           status, error, duration_ms, answer)
    select ${name.teamId}, ${name.webhookId}, n, now(), 'msg_' || n, 'test', 'contact',
           '{"events":[],"entries":[],"omitted":0}', n % 2 = 0, 200 + n, case when n % 2 = 1 then 'status' end, n, 'ok'
      from generate_series(1, ${count}::int) n`.execute(db);
}
