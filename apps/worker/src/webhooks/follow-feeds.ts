import type { Database } from "@onefold/database";
import type { Turns } from "@onefold/queue";
import { fanOut, findDue, findFollowers } from "@onefold/records";
import type { WebhookName } from "@onefold/records";
import type { Logger } from "pino";
import type { Metrics } from "../health/create-metrics.ts";
import { every } from "../housekeeping/every.ts";

export interface FollowOptions {
  readonly db: Database;
  readonly log: Logger;
  readonly metrics: Pick<Metrics, "webhooksDue">;
  readonly turns: Pick<Turns, "ask">;
}

/** The pauses between looks, where there is a webhook and where there is none. */
const SOON_MS = 200;
const SELDOM_MS = 1_000;
/** How long no room is looked for where there was none. */
const FULL_MS = 2_000;
/** How long one is left alone whose feed couldn't be read. */
const BROKEN_MS = 10_000;
/** How many feeds are read at once. */
const AT_ONCE = 3;
/** How many pages of one feed are read before others have their turn. */
const PAGES = 20;

/**
 * Puts what happens into the messages of webhooks, and asks for turns for those that have some due, again and again until
 * disposed of. Neither waits for the other. Every worker does it, in an order of its own. Without webhooks it costs a look at an empty table.
 */
export function followFeeds({ db, log, metrics, turns }: FollowOptions): AsyncDisposable {
  const pausedUntil = new Map<string, number>();
  let hasAny = false;
  const loops = new AsyncDisposableStack();
  loops.use(
    again(async (signal) => {
      const followers = await findFollowers(db);
      hasAny = followers !== undefined;
      if (followers) await followAll(followers, signal);
    }),
  );
  loops.use(again(askForDue));
  return loops;

  function again(task: (signal: AbortSignal) => Promise<void>): AsyncDisposable {
    let failing = false;
    return every(
      () => (hasAny && !failing ? SOON_MS : SELDOM_MS),
      async (signal) => {
        await task(signal);
        if (failing) log.info("webhooks go on again");
        failing = false;
      },
      (error) => {
        // It is logged once: while the database is away it would be logged every second.
        if (!failing) log.warn({ err: error }, "webhooks can't go on now; tried again");
        failing = true;
      },
      { now: true },
    );
  }

  async function askForDue(signal: AbortSignal): Promise<void> {
    const due = await findDue(db);
    metrics.webhooksDue(due.length, due[0]?.waitsMs ?? 0);
    for (const { teamId, webhookId } of due) {
      if (signal.aborted) return;
      await turns.ask({ teamId, id: webhookId });
    }
  }

  async function followAll(followers: readonly WebhookName[], signal: AbortSignal): Promise<void> {
    const now = performance.now();
    for (const [id, until] of pausedUntil) if (until <= now) pausedUntil.delete(id);
    const waiting = shuffled(followers.filter(({ webhookId }) => !pausedUntil.has(webhookId))).values();
    await Promise.all(Array.from({ length: AT_ONCE }, () => followSome(waiting, signal)));
  }

  async function followSome(waiting: Iterable<WebhookName>, signal: AbortSignal): Promise<void> {
    for (const name of waiting) {
      if (signal.aborted) return;
      try {
        await follow(name, signal);
      } catch (error) {
        pausedUntil.set(name.webhookId, performance.now() + BROKEN_MS);
        log.warn({ err: error, webhookId: name.webhookId }, "a webhook can't go on now; tried again");
      }
    }
  }

  async function follow(name: WebhookName, signal: AbortSignal): Promise<void> {
    for (let page = 0; page < PAGES && !signal.aborted; page++) {
      const { state, messages } = await fanOut(db, name);
      if (messages > 0) await turns.ask({ teamId: name.teamId, id: name.webhookId });
      if (state === "full") pausedUntil.set(name.webhookId, performance.now() + FULL_MS);
      if (state !== "more") return;
    }
  }
}

/** So several workers rarely do the same. */
function shuffled<T>(all: readonly T[]): T[] {
  return all
    .map((each) => ({ each, at: Math.random() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ each }) => each);
}
