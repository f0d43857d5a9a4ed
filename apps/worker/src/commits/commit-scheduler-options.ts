import type { Backoff } from "./pause-ms.ts";

export interface CommitSchedulerOptions<Item> {
  /**
   * How many commits are under way at the same time, each on a connection of its own. Now and then there is one more.
   */
  readonly slots: number;
  readonly maxItems: number;
  /** The most identifiers of a commit. Each is a lock, and Postgres has room for a limited number. */
  readonly maxLocks: number;
  /** Gives the locks of an item's identifiers. */
  locksOf(item: Item): readonly number[];
  /** Gives locks that the item doesn't take. But it doesn't go before those that hold them. */
  linkLocksOf(item: Item): readonly number[];
  /** Bulk goes round the teams, and within a team round its jobs. */
  teamOf(item: Item): string;
  jobOf(item: Item): string;
  /**
   * If given, items of which this differs aren't committed together. Such items never have a lock in common. A slot
   * commits them one after the other, and what fails is tried again by itself.
   */
  apartOf?: ((item: Item) => string) | undefined;
  /** Commits the items that it can, and gives the others back. */
  commit(items: readonly Item[]): Promise<Left<Item>>;
  /** Ends all rests. What isn't done then fails. */
  readonly signal: AbortSignal;
  /** Called when a commit failed, with the milliseconds until the next try; and when it got through at last. */
  onFailure(error: unknown, waitMs: number): void;
  onRecovery(): void;
  /**
   * Called when an item that others kept from being committed is committed, with the milliseconds since its first try.
   */
  onFreed(ms: number): void;
  /** Waits while bulk pauses. Tests set it. */
  rest?(ms: number): Promise<unknown>;
  /** How long interactive items gather while others of their kind are committed. Tests set it. */
  readonly gather?: Gather;
  /** The milliseconds between the tries of items that others keep. Tests set it. */
  readonly heldMs?: Backoff;
}

/** Interactive items gather until there are so many, or for so many milliseconds. */
export interface Gather {
  readonly items: number;
  readonly ms: number;
}

/** Items of a commit that were not committed. */
export interface Left<Item> {
  /** Others have the locks of these items. They are tried again a little later. */
  readonly held: readonly Item[];
  /** There was no room for these items. They are tried again at once. */
  readonly rest: readonly Item[];
}
