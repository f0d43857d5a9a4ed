import { DAY_MS, receiptDay } from "../receipts/receipt-key.ts";
import type { FeedEnd } from "./feed-end.ts";

/** A place in a feed: before the event `n` of the row (xid, seq). It is what a cursor holds. */
export interface FeedPosition {
  readonly epoch: string;
  readonly xid: number;
  readonly seq: number;
  readonly n: number;
  /** The oldest day that can have more of it: once that is gone, something may be missing. */
  readonly day: string;
  /**
   * The oldest day that was kept when its reader began; empty where none had gone. What went later and wasn't read, the
   * reader has missed.
   */
  readonly since: string;
}

/**
 * Gives the place after all that there is.
 * @param since of a reader that has begun before
 */
export function positionOfEnd(end: FeedEnd, since: string = end.oldestDay ?? ""): FeedPosition {
  const { epoch, xid, day } = end;
  return { epoch, xid, seq: 0, n: 0, day: oldestBehind(end, day), since };
}

/**
 * Gives the oldest day that a later place can be of. Transactions go by their numbers and not by their days: a later one
 * can have begun, and ended, before midnight.
 */
export function oldestBehind({ oldestDay }: Pick<FeedEnd, "oldestDay">, day: string): string {
  const before = receiptDay(Date.parse(day) - DAY_MS);
  return oldestDay !== null && before < oldestDay ? oldestDay : before;
}

/** Gives the place before all that is kept. */
export function positionOfStart({ epoch, oldestDay, day }: FeedEnd): FeedPosition {
  return { epoch, xid: 0, seq: 0, n: 0, day: oldestDay ?? day, since: oldestDay ?? "" };
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
