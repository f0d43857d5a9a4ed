import type { FollowedFeed } from "@onefold/records";

export interface FeedWatcherOptions {
  /** Says which of these feeds have something after their places. */
  findNews(feeds: readonly FollowedFeed[]): Promise<ReadonlySet<FollowedFeed>>;
  /** How often it is asked while somebody waits, in milliseconds. Default 250. */
  readonly pollMs?: number;
  onError(error: unknown): void;
}

/** Disposing of it ends all waits. */
export interface FeedWatcher extends AsyncDisposable {
  /**
   * Waits until there may be something after the place.
   * @param over ends the wait
   * @returns false where the process stops: nobody may wait again
   */
  news(feed: FollowedFeed, over: AbortSignal): Promise<boolean>;
}

interface Waiter {
  readonly feed: FollowedFeed;
  wake(): void;
}

const POLL_MS = 250;
/** The most teams of one look. */
const TOGETHER = 500;

/** Looks at the feeds of all who wait, in one read, however many wait for each. Nothing is asked while nobody waits. */
export function createFeedWatcher({ findNews, onError, pollMs = POLL_MS }: FeedWatcherOptions): FeedWatcher {
  const waiters = new Set<Waiter>();
  let timer: NodeJS.Timeout | undefined;
  let looking: Promise<void> | undefined;
  let isFailing = false;
  let isClosed = false;

  function lookSoon(): void {
    if (isClosed || timer || looking || waiters.size === 0) return;
    timer = setTimeout(() => {
      timer = undefined;
      looking = look().finally(() => {
        looking = undefined;
        lookSoon();
      });
    }, pollMs);
  }

  async function look(): Promise<void> {
    try {
      const feeds = [...lowestOf(waiters).values()];
      for (let from = 0; from < feeds.length; from += TOGETHER)
        wakeAll(await findNews(feeds.slice(from, from + TOGETHER)));
      isFailing = false;
    } catch (error) {
      // The next look asks again. The failure is told once.
      if (!isFailing) onError(error);
      isFailing = true;
    }
  }

  function wakeAll(feeds: ReadonlySet<FollowedFeed>): void {
    const teams = new Set(Array.from(feeds, ({ teamId }) => teamId));
    for (const waiter of waiters) if (teams.has(waiter.feed.teamId)) waiter.wake();
  }

  return {
    async news(feed, over) {
      if (isClosed) return false;
      if (over.aborted) return true;
      const { promise, resolve } = Promise.withResolvers<void>();
      const wake = () => resolve();
      const waiter = { feed, wake };
      waiters.add(waiter);
      over.addEventListener("abort", wake);
      lookSoon();
      await promise;
      waiters.delete(waiter);
      over.removeEventListener("abort", wake);
      return !isClosed;
    },
    async [Symbol.asyncDispose]() {
      isClosed = true;
      clearTimeout(timer);
      for (const { wake } of waiters) wake();
      await looking;
    },
  };
}

/** Gives each team once, with the earliest place. */
function lowestOf(waiters: Iterable<Waiter>): Map<string, FollowedFeed> {
  const lowest = new Map<string, FollowedFeed>();
  for (const { feed } of waiters) {
    const before = lowest.get(feed.teamId)?.after;
    if (
      before &&
      (before.xid - feed.after.xid || before.seq - feed.after.seq || before.n - feed.after.n) <= 0
    )
      continue;
    lowest.set(feed.teamId, feed);
  }
  return lowest;
}
