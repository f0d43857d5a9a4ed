import { setTimeout as delay } from "node:timers/promises";
import { ChangeFeed } from "@onefold/contract";
import type { ChangeEvent } from "@onefold/contract";
import { send } from "../client/send.ts";

export interface FeedFollower extends AsyncDisposable {
  /** All that was told, in its order, each page once. */
  readonly followed: readonly ChangeEvent[];
  /** Resolves to whether the event was told by then. */
  untilTold(id: string, deadline: number): Promise<boolean>;
}

interface FeedReader {
  readonly urls: readonly string[];
  readonly apiKey: string;
}

const PAUSE_MS = 100;

/** Follows a team's change feed from its start as a client does: by its cursor, on any process, again after a failure. */
export function followFeed({ urls, apiKey }: FeedReader): FeedFollower {
  const followed: ChangeEvent[] = [];
  const over = new AbortController();
  const following = (async () => {
    let after: string | undefined;
    for (let turn = 0; !over.signal.aborted; turn++) {
      const page = await readPage(urls[turn % urls.length] ?? "", apiKey, after, 2);
      if (!page) {
        await delay(PAUSE_MS);
        continue;
      }
      followed.push(...page.data);
      after = page.nextCursor;
    }
  })();
  // It is told when this is disposed of.
  following.catch(() => {});
  return {
    followed,
    async untilTold(id, deadline) {
      while (!followed.some((each) => each.id === id)) {
        if (Date.now() > deadline) return false;
        await delay(PAUSE_MS);
      }
      return true;
    },
    async [Symbol.asyncDispose]() {
      over.abort();
      await following;
    },
  };
}

/** Reads the feed from its start to its end: what is still being committed has a second to come. */
export async function readFeed({ urls, apiKey }: FeedReader): Promise<ChangeEvent[]> {
  const all: ChangeEvent[] = [];
  for (let after: string | undefined; ;) {
    const page = await readPage(urls[0] ?? "", apiKey, after, 1);
    if (!page) throw new Error("The feed can't be read after the faults.");
    all.push(...page.data);
    after = page.nextCursor;
    if (!page.more && page.data.length === 0) return all;
  }
}

/** @returns undefined where there was no answer, or it was a failure */
async function readPage(
  url: string,
  apiKey: string,
  after: string | undefined,
  wait: number,
): Promise<ChangeFeed | undefined> {
  const path = `/api/changes?limit=1000&wait=${wait}${after === undefined ? "" : `&after=${after}`}`;
  const answer = await send(url, apiKey, { method: "GET", path, headers: {} });
  return answer?.status === 200 ? ChangeFeed.parse(answer.body) : undefined;
}
