import type { Backoff } from "./pause-ms.ts";

export interface CommitSchedulerOptions<Item> {
  /** Commits that are under way at the same time, each on a connection of its own; now and then there is one more. */
  readonly slots: number;
  readonly maxItems: number;
  /** Identifiers of a commit at most: each is a lock, and Postgres has room for so many only. */
  readonly maxLocks: number;
  /** The locks of an item's identifiers. */
  locksOf(item: Item): readonly number[];
  /** Locks that it doesn't take, but whose holders it doesn't overtake either. */
  linkLocksOf(item: Item): readonly number[];
  /** Bulk goes round the teams, and among each team's round the jobs. */
  teamOf(item: Item): string;
  jobOf(item: Item): string;
  /** Brings to their final state those items that it can, and leaves the others. */
  commit(items: readonly Item[]): Promise<Left<Item>>;
  /** Ends all rests: what isn't done then fails. */
  readonly signal: AbortSignal;
  /** A commit failed, and is tried again after so long; or, at last, it did not. */
  onFailure(error: unknown, waitMs: number): void;
  onRecovery(): void;
  /** An item that others kept from being committed is, so long after the first try. */
  onFreed(ms: number): void;
  /** How bulk pauses; for tests. */
  rest?(ms: number): Promise<unknown>;
  /** Milliseconds between the tries of items that others keep; for tests. */
  readonly heldMs?: Backoff;
}

/** Items of a commit that were not committed. */
export interface Left<Item> {
  /** Others have what these need: to be tried again a little later. */
  readonly held: readonly Item[];
  /** There was no room for these: to be tried again at once. */
  readonly rest: readonly Item[];
}
