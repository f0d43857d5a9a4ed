import type { Database, Tables } from "@onefold/database";
import { sql } from "kysely";
import type { Transaction } from "kysely";
import type { FeedPosition } from "../changes/feed-position.ts";
import { subjectOf } from "../changes/load-changes.ts";
import type { RecordChange } from "../changes/load-changes.ts";
import { readChanges } from "../changes/read-changes.ts";
import { firstPlaceSince, startOf } from "./first-place.ts";
import { holdWebhook } from "./held-webhook.ts";
import type { HeldWebhook } from "./held-webhook.ts";
import { contentOf } from "./message-content.ts";
import { putMessages } from "./put-messages.ts";
import type { NewMessage } from "./put-messages.ts";
import { wants } from "./wants.ts";
import type { WebhookName } from "./webhook.ts";

/** How many events one transaction puts into messages. */
const PAGE = 500;
/**
 * How many messages wait at most. What comes after them stays in the feed: that is the queue, and a webhook that nobody
 * answers costs no more.
 */
export const WINDOW = 10_000;

/** Where a test can stop it. */
export type FanOutPoint = "before-put" | "after-put";

export interface FanOutOptions {
  /** Tests set these. */
  readonly window?: number;
  readonly page?: number;
  readonly onPoint?: (point: FanOutPoint) => Promise<void> | void;
}

export interface FannedOut {
  /** Whether there is more to read at once, nothing more, no room for it, or somebody else did it meanwhile. */
  readonly state: "more" | "end" | "full" | "lost";
  /** How many messages were put or changed. */
  readonly messages: number;
}

/**
 * Puts the next events of a webhook's feed into its messages, and moves its place with them, in one transaction: so none is
 * lost or told twice wherever a process dies. Of several at once one does it.
 */
export async function fanOut(
  db: Database,
  name: WebhookName,
  options: FanOutOptions = {},
): Promise<FannedOut> {
  const webhook = await db.transaction().execute((trx) => holdWebhook(trx, name));
  if (!webhook?.enabled) return { state: "end", messages: 0 };
  if (await isFull(db, name, options.window ?? WINDOW)) return { state: "full", messages: 0 };
  const next = await readNext(db, webhook, options.page ?? PAGE);
  if (!webhook.replay) return await move(db, webhook, next, options);
  const again = await readAgain(db, webhook, options.page ?? PAGE);
  const [news, replayed] = [await move(db, webhook, next, options), await move(db, webhook, again, options)];
  const states = [news.state, replayed.state];
  const state = states.includes("lost") ? "lost" : states.includes("more") ? "more" : "end";
  return { state, messages: news.messages + replayed.messages };
}

/** What was read, and where that leads. */
interface Read {
  readonly messages: readonly NewMessage[];
  readonly isMore: boolean;
  /** Whether something is gone unread. */
  readonly isMissed: boolean;
  /** Says whether the webhook is still where this was read from. */
  isStillThere(webhook: HeldWebhook): boolean;
  /** Moves it. */
  move(trx: Transaction<Tables>): Promise<unknown>;
}

async function readNext(db: Database, webhook: HeldWebhook, limit: number): Promise<Read> {
  const { teamId, place } = webhook;
  const part = await readChanges(db, { teamId, after: place, limit, ...asked(webhook) });
  const after = part.kind === "gone" ? await firstPlaceSince(db, teamId, startOf(place)) : part.after;
  return {
    messages: part.kind === "gone" ? [] : messagesOf(webhook, part.changes),
    isMore: part.kind === "gone" || !part.isEnd,
    isMissed: part.kind === "gone",
    isStillThere: (now) => isSame(now.place, place),
    move: (trx) => set(trx, webhook, sql`place = ${JSON.stringify(after)}::json`),
  };
}

async function readAgain(db: Database, webhook: HeldWebhook, limit: number): Promise<Read> {
  const { teamId, replay } = webhook;
  if (!replay) throw new Error("Nothing is to be sent again.");
  const { since, until, after: from = await firstPlaceSince(db, teamId, since) } = replay;
  const isOver = (at: FeedPosition) => at.epoch !== until.epoch || compare(at, until) >= 0;
  const part = isOver(from)
    ? undefined
    : await readChanges(db, { teamId, after: from, limit, ...asked(webhook) });
  // `after` of an event is the place behind it, and what is behind `until` comes by the webhook's own place.
  const changes = part?.kind === "part" ? part.changes.filter((each) => compare(each.after, until) <= 0) : [];
  const isMore = part?.kind === "part" && !part.isEnd && !isOver(part.after);
  const next = isMore ? JSON.stringify({ since, until, after: part.after }) : null;
  return {
    messages: messagesOf(webhook, changes),
    isMore,
    isMissed: part?.kind === "gone",
    isStillThere: ({ replay: now }) =>
      now !== undefined && now.since === since && isSame(now.until, until) && isSame(now.after, replay.after),
    move: (trx) => set(trx, webhook, sql`replay = ${next}::json`),
  };
}

function asked({ filter: { entity, events } }: HeldWebhook) {
  return { ...(entity && { entity }), ...(events && { events: new Set(events) }) };
}

async function move(
  db: Database,
  webhook: HeldWebhook,
  read: Read,
  { onPoint }: FanOutOptions,
): Promise<FannedOut> {
  return await db.transaction().execute(async (trx) => {
    const now = await holdWebhook(trx, webhook);
    if (!now?.enabled || !read.isStillThere(now)) return { state: "lost", messages: 0 };
    await onPoint?.("before-put");
    await putMessages(trx, now, read.messages);
    await read.move(trx);
    if (read.isMissed) await set(trx, webhook, sql`missed_at = statement_timestamp()`);
    await onPoint?.("after-put");
    return { state: read.isMore ? "more" : "end", messages: read.messages.length };
  });
}

function messagesOf({ filter, webhookId }: HeldWebhook, changes: readonly RecordChange[]): NewMessage[] {
  return changes
    .filter((change) => wants(filter, change) && subjectOf(change) !== webhookId)
    .map((change) => ({
      recordId: subjectOf(change),
      entity: change.entity,
      content: contentOf(change.entry),
    }));
}

async function set(
  trx: Transaction<Tables>,
  { teamId, webhookId }: WebhookName,
  assignment: ReturnType<typeof sql>,
): Promise<void> {
  await sql`update webhooks set ${assignment} where team_id = ${teamId} and webhook_id = ${webhookId}`.execute(
    trx,
  );
}

async function isFull(db: Database, { teamId, webhookId }: WebhookName, window: number): Promise<boolean> {
  const { rows } = await sql<{ count: number }>`
    select count(*) from (
      select from webhook_messages where team_id = ${teamId} and webhook_id = ${webhookId} limit ${window}) m`.execute(
    db,
  );
  return (rows[0]?.count ?? 0) >= window;
}

function isSame(one: FeedPosition | undefined, other: FeedPosition | undefined): boolean {
  if (!one || !other) return one === other;
  return one.epoch === other.epoch && one.day === other.day && compare(one, other) === 0;
}

function compare(one: FeedPosition, other: FeedPosition): number {
  return one.xid - other.xid || one.seq - other.seq || one.n - other.n;
}
