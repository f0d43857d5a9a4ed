import type { Database } from "@onefold/database";
import { sql } from "kysely";
import { findNews } from "../changes/find-news.ts";
import type { FollowedFeed } from "../changes/find-news.ts";
import { FeedPlace } from "./held-webhook.ts";
import type { WebhookName } from "./webhook.ts";

/** The most feeds of one look. */
const TOGETHER = 500;

interface FollowerRow {
  team_id: string;
  webhook_id: string;
  place: unknown;
  is_replaying: boolean;
  before_yesterday: string;
}

/**
 * Finds the webhooks, of any teams, for which there may be something in their feeds: one look for all. Those of quiet teams
 * are among them once a day, so that their places don't grow old. One whose place can't be read is too: whoever follows it
 * is told, and the others go on.
 * @returns undefined where no webhook is enabled
 */
export async function findFollowers(db: Database): Promise<WebhookName[] | undefined> {
  const { rows } = await sql<FollowerRow>`
    select team_id, webhook_id, place, replay is not null as is_replaying,
           to_char((statement_timestamp() at time zone 'UTC')::date - 2, 'YYYY-MM-DD') as before_yesterday
      from webhooks where enabled`.execute(db);
  if (rows.length === 0) return undefined;
  const found: WebhookName[] = [];
  const quiet: (WebhookName & FollowedFeed)[] = [];
  for (const { team_id: teamId, webhook_id: webhookId, place, is_replaying, before_yesterday } of rows) {
    const after = FeedPlace.safeParse(place).data;
    if (!after || is_replaying || after.day <= before_yesterday) found.push({ teamId, webhookId });
    else quiet.push({ teamId, webhookId, after });
  }
  // Each by its own place: one that has no room for what comes is behind, and the others of its team aren't.
  for (let from = 0; from < quiet.length; from += TOGETHER)
    found.push(...(await findNews(db, quiet.slice(from, from + TOGETHER))));
  return found;
}

/** A webhook that is to be looked at for messages. */
export interface DueWebhook extends WebhookName {
  /** How long it waits for that. */
  readonly waitsMs: number;
}

/** The most that are found to be due at once. */
const DUE_MAX = 500;

/** Finds the webhooks, of any teams, that are to be looked at for messages that are due, the oldest first. */
export async function findDue(db: Database): Promise<DueWebhook[]> {
  const { rows } = await sql<{ team_id: string; webhook_id: string; waits_ms: number }>`
    select team_id, webhook_id,
           (extract(epoch from statement_timestamp() - next_at) * 1000)::float8 as waits_ms
      from webhooks where next_at <= statement_timestamp() and enabled
      order by next_at limit ${DUE_MAX}`.execute(db);
  return rows.map(({ team_id: teamId, webhook_id: webhookId, waits_ms: waitsMs }) => ({
    teamId,
    webhookId,
    waitsMs,
  }));
}
