import type { FeedEnd } from "./feed-end.ts";

/** A place in a feed: before the event `n` of the row (xid, seq). It is what a cursor holds. */
export interface FeedPosition {
  readonly epoch: string;
  readonly xid: number;
  readonly seq: number;
  readonly n: number;
  /** When that was: a day that is gone by now may have had more of it. */
  readonly day: string;
}

/** Gives the place after all that there is. */
export function positionOfEnd({ epoch, xid, day }: FeedEnd): FeedPosition {
  return { epoch, xid, seq: 0, n: 0, day };
}

/** Gives the place before all that is kept. */
export function positionOfStart({ epoch, oldestDay, day }: FeedEnd): FeedPosition {
  return { epoch, xid: 0, seq: 0, n: 0, day: oldestDay ?? day };
}

/** Why nobody can go on from a place. */
export type Gone =
  /** The database was restored, or another server took over. */
  | "restored"
  /** What came after it is past the retention. */
  | "expired";

/** Says whether the feed can be followed from a place, and why not. Pure. */
export function whyGone(position: FeedPosition, end: FeedEnd): Gone | undefined {
  // A disk that was put back has the same names, and hasn't come as far again yet.
  if (position.epoch !== end.epoch || position.xid > end.xid) return "restored";
  if (end.oldestDay !== null && position.day < end.oldestDay) return "expired";
  return undefined;
}
