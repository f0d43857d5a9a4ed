import type { Database, Tables } from "@onefold/database";
import { sql } from "kysely";
import type { Transaction } from "kysely";
import type { Erasure } from "../erasure/erasure.ts";
import { allEntities } from "../rows/entity-tables.ts";
import { rowSet } from "../rows/row-set.ts";
import type { Stoppable } from "../transactions/stoppable.ts";
import type { HeldWebhook } from "./held-webhook.ts";
import { TEST_RECORD } from "./list-attempts.ts";
import type { SentMessage } from "./settle.ts";

/** How many attempts of a webhook are kept, and how long. */
export const ATTEMPTS_KEPT = 1_000;
const KEPT_DAYS = 7;

/** Notes attempts, in the place of the oldest. The caller holds the webhook, whose count they go on. */
export async function writeAttempts(
  trx: Transaction<Tables>,
  webhook: HeldWebhook,
  sent: readonly SentMessage[],
): Promise<void> {
  if (sent.length === 0) return;
  const { teamId, webhookId, attempts } = webhook;
  const known = await knownRecords(trx, teamId, sent);
  const rows = sent.map((each, at) => ({
    team_id: teamId,
    webhook_id: webhookId,
    number: attempts + at + 1,
    at: each.at,
    message_id: each.message.messageId,
    record_id: each.message.recordId,
    entity: each.message.entity,
    content: JSON.stringify(each.message.content),
    delivered: each.delivered,
    status: each.status,
    error: each.error,
    duration_ms: each.durationMs,
    // An answer may tell of the person. Who is deleted meanwhile is in none.
    answer: each.answer !== "" && (isNobodys(each) || known.has(each.message.recordId)) ? each.answer : null,
  }));
  const columns = {
    team_id: "id",
    webhook_id: "id",
    number: "bigint",
    at: "bigint",
    message_id: "id",
    record_id: "id",
    entity: "text",
    content: "json",
    delivered: "boolean",
    status: "integer",
    error: "text",
    duration_ms: "integer",
    answer: "text",
  } as const;
  await sql`
    insert into webhook_attempts (
           team_id, webhook_id, number, at, message_id, record_id, entity, content, delivered, status, error,
           duration_ms, answer)
    select team_id, webhook_id, number, to_timestamp(at / 1000.0::float8), message_id, record_id, entity, content,
           delivered, status, error, duration_ms, answer
      from ${rowSet("n", columns, rows)}`.execute(trx);
  await sql`
    delete from webhook_attempts
     where team_id = ${teamId} and webhook_id = ${webhookId}
       and number <= ${attempts + sent.length - ATTEMPTS_KEPT}`.execute(trx);
}

/** Says whether what was sent told of no record: a test, the end of a job, a webhook. */
function isNobodys({ message }: SentMessage): boolean {
  return message.recordId === TEST_RECORD || /^(job|hoo)_/.test(message.recordId);
}

/** Gives those of what was sent that are records still. */
async function knownRecords(
  trx: Transaction<Tables>,
  teamId: string,
  sent: readonly SentMessage[],
): Promise<Set<string>> {
  const known = new Set<string>();
  for (const { records, definition } of allEntities) {
    const ids = sent
      .filter(({ message, answer }) => message.entity === definition.entity && answer !== "")
      .map(({ message }) => message.recordId);
    if (ids.length === 0) continue;
    const { rows } = await sql<{ record_id: string }>`
      select record_id from ${sql.table(records)}
       where team_id = ${teamId} and record_id = any(${ids})`.execute(trx);
    for (const { record_id } of rows) known.add(record_id);
  }
  return known;
}

/**
 * Drops the attempts that told of records that were deleted, and those until then of records that they were a part of:
 * their answers may quote them.
 * @returns whether there were any
 */
export async function dropAttempts(
  trx: Transaction<Tables>,
  { teamId, recordIds, ranges, parts }: Erasure,
  deletedAt?: Date,
): Promise<boolean> {
  const wholes = [...ranges, ...parts].map(({ recordId }) => recordId);
  const until = deletedAt ?? sql`statement_timestamp()`;
  const { numAffectedRows = 0n } = await sql`
    delete from webhook_attempts
     where team_id = ${teamId} and answer is not null
       and (record_id = any(${recordIds}) or record_id = any(${wholes}) and at <= ${until})`.execute(trx);
  return numAffectedRows > 0n;
}

export interface AttemptPurge extends Stoppable {
  /** Rows of one statement at most, so that none of them takes long. */
  readonly maxRows?: number;
}

/**
 * Deletes the attempts that are past their days, the oldest first, a team at a time. Workers that do it at once pass by each
 * other's rows.
 * @returns how many
 */
export async function purgeAttempts(
  db: Database,
  { maxRows = 5_000, signal }: AttemptPurge = {},
): Promise<number> {
  for (let deleted = 0; ;) {
    const { rows } = await sql<OldAttempt>`
      select team_id, webhook_id, number from webhook_attempts
       where at < statement_timestamp() - make_interval(days => ${KEPT_DAYS})
       order by at limit ${maxRows}`.execute(db);
    let count = 0;
    for (const [teamId, old] of Map.groupBy(rows, ({ team_id }) => team_id))
      count += await purgeTeam(db, teamId, old);
    deleted += count;
    // The others are at work on these.
    if (rows.length < maxRows || count === 0 || signal?.aborted) return deleted;
  }
}

interface OldAttempt {
  readonly team_id: string;
  readonly webhook_id: string;
  readonly number: number;
}

async function purgeTeam(db: Database, teamId: string, old: readonly OldAttempt[]): Promise<number> {
  const keys = old.map(({ webhook_id, number }) => ({ webhook_id, number }));
  const { numAffectedRows = 0n } = await sql`
    delete from webhook_attempts
     where team_id = ${teamId} and (webhook_id, number) in (
             select a.webhook_id, a.number
               from ${rowSet("k", { webhook_id: "id", number: "bigint" }, keys)}
               join webhook_attempts a on a.team_id = ${teamId} and a.webhook_id = k.webhook_id and a.number = k.number
                for update of a skip locked)`.execute(db);
  return Number(numAffectedRows);
}
