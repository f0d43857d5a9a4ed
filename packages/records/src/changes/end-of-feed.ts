import type { Database } from "@onefold/database";
import { readFeedEnd } from "./feed-end.ts";
import { positionOfEnd } from "./feed-position.ts";
import type { FeedPosition } from "./feed-position.ts";

/** Gives the place after all that can be told now, to follow what comes. */
export async function endOfFeed(db: Database): Promise<FeedPosition> {
  return positionOfEnd(await readFeedEnd(db));
}
