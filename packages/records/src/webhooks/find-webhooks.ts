import type { Database } from "@onefold/database";
import { sql } from "kysely";
import { findNews } from "../changes/find-news.ts";
import type { FollowedFeed } from "../changes/find-news.ts";
import { FeedPlace } from "./held-webhook.ts";
import type { WebhookName } from "./webhook.ts";

/** The most teams of one look. */
const TOGETHER = 500;

interface FollowerRow {
  team_id: string;
  webhook_id: string;
  place: unknown;
  is_replaying: boolean;
  is_old: boolean;
}

/**
 * Finds the webhooks, of any teams, for which there may be something in their feeds: one look for all. Those of quiet teams
 * are among them once a day, so that their places don't grow old.
 * @returns undefined where no webhook is enabled
 */
export async function findFollowers(db: Database): Promise<WebhookName[] | undefined> {
  const { rows } = await sql<FollowerRow>`
    select team_id, webhook_id, place, replay is not null as is_replaying,
           (place ->> 'day')::date < (statement_timestamp() at time zone 'UTC')::date - 1 as is_old
      from webhooks where enabled`.execute(db);
  if (rows.length === 0) return undefined;
  const lowest = new Map<string, FollowedFeed>();
  for (const { team_id: teamId, place } of rows) {
    const after = FeedPlace.parse(place);
    const before = lowest.get(teamId)?.after;
    if (!before || (after.xid - before.xid || after.seq - before.seq || after.n - before.n) < 0)
      lowest.set(teamId, { teamId, after });
  }
  const teams = new Set<string>();
  const feeds = [...lowest.values()];
  for (let from = 0; from < feeds.length; from += TOGETHER)
    for (const team of await findNews(db, feeds.slice(from, from + TOGETHER))) teams.add(team);
  return rows
    .filter((row) => teams.has(row.team_id) || row.is_replaying || row.is_old)
    .map(({ team_id: teamId, webhook_id: webhookId }) => ({ teamId, webhookId }));
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
