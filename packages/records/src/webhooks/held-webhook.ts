import type { Tables } from "@onefold/database";
import { sql } from "kysely";
import type { Transaction } from "kysely";
import { z } from "zod";
import type { FeedPosition } from "../changes/feed-position.ts";
import { filterOfHook } from "./lemlist-events.ts";
import { validSecrets } from "./secrets.ts";
import { filterOf, LemlistHook, Secrets } from "./webhook.ts";
import type { WebhookFilter, WebhookName } from "./webhook.ts";

const whole = z.int().nonnegative();
/** A place in the feed, as it is stored. */
export const FeedPlace: z.ZodType<FeedPosition> = z.object({
  epoch: z.string(),
  xid: whole,
  seq: whole,
  n: whole,
  day: z.string(),
  since: z.string(),
});

/** Events since a time that are to be sent again. */
export const Replay = z.object({
  /** Milliseconds since 1970. */
  since: z.int(),
  /** Up to where; absent until it was looked up. */
  after: FeedPlace.optional(),
  /** Where it ends: from there on the webhook's own place has been, or goes. */
  until: FeedPlace,
});
export type Replay = z.infer<typeof Replay>;

/** A webhook whose row this transaction holds: nobody else writes its messages, its place or how it goes. */
export interface HeldWebhook extends WebhookName {
  readonly url: string;
  /** What it is told of. */
  readonly filter: WebhookFilter;
  readonly lemlist?: LemlistHook;
  /** Those that sign now, the newest first. */
  readonly secrets: readonly string[];
  readonly enabled: boolean;
  readonly place: FeedPosition;
  readonly replay?: Replay;
  /** Milliseconds since 1970, as the others. */
  readonly failingSince?: number;
  readonly failures: number;
  readonly nextAt?: number;
  readonly attempts: number;
  /** The database's time. */
  readonly now: number;
}

interface HeldRow {
  url: string;
  entity: string | null;
  events: string[] | null;
  fields: string[] | null;
  lemlist: unknown;
  secrets: unknown;
  enabled: boolean;
  place: unknown;
  replay: unknown;
  failing_since: Date | null;
  failures: number;
  next_at: Date | null;
  attempts: number;
  now: Date;
}

/** Takes a webhook's row, when whoever has it is done; undefined if it isn't there any more. */
export async function holdWebhook(
  trx: Transaction<Tables>,
  { teamId, webhookId }: WebhookName,
): Promise<HeldWebhook | undefined> {
  const { rows } = await sql<HeldRow>`
    select url, entity, events, fields, lemlist, secrets, enabled, place, replay, failing_since, failures, next_at,
           attempts, clock_timestamp() as now
      from webhooks where team_id = ${teamId} and webhook_id = ${webhookId} for no key update`.execute(trx);
  const [row] = rows;
  if (!row) return undefined;
  const lemlist = row.lemlist === null ? undefined : LemlistHook.parse(row.lemlist);
  return {
    teamId,
    webhookId,
    url: row.url,
    filter: lemlist ? filterOfHook(lemlist) : filterOf(row),
    ...(lemlist && { lemlist }),
    secrets: validSecrets(Secrets.parse(row.secrets), row.now.getTime()),
    enabled: row.enabled,
    place: FeedPlace.parse(row.place),
    ...(row.replay !== null && { replay: Replay.parse(row.replay) }),
    ...(row.failing_since && { failingSince: row.failing_since.getTime() }),
    failures: row.failures,
    ...(row.next_at && { nextAt: row.next_at.getTime() }),
    attempts: row.attempts,
    now: row.now.getTime(),
  };
}
