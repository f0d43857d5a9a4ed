import type { Item } from "@onefold/contract";
import { linkLocksOf, locksOf } from "./lock-identifiers.ts";

/** Items that are left for later. */
export interface Left {
  /** Another transaction has the locks of these: give them again a little later. */
  readonly held: readonly Item[];
  /** There was no more room for these: give them again. */
  readonly rest: readonly Item[];
}

/**
 * Divides items into those that can go now and those that are left, by clock. No item overtakes an older one that
 * shares an identifier: it would make a second person of it, and the older item would be refused its own name. A
 * contact doesn't overtake the company that it names either: its link would be lost.
 * @param why says why an item has to be left by itself
 * @param older items that were left before
 */
export function splitInOrder(
  items: readonly Item[],
  why: (item: Item) => keyof Left | undefined,
  older: Left = { held: [], rest: [] },
): Left & { readonly ready: readonly Item[] } {
  const isNoneLeft = older.held.length + older.rest.length === 0;
  if (isNoneLeft && items.every((item) => why(item) === undefined))
    return { ready: items, held: [], rest: [] };
  const groups = { ready: [] as Item[], held: [] as Item[], rest: [] as Item[] };
  const leftLocks = {
    held: new Set(older.held.flatMap(locksOf)),
    rest: new Set(older.rest.flatMap(locksOf)),
  };
  for (const item of items.toSorted((a, b) => a.clock - b.clock)) {
    const locks = locksOf(item);
    const needed = [...locks, ...linkLocksOf(item)];
    const own = why(item);
    const isLeft = (as: keyof Left) => own === as || needed.some((lock) => leftLocks[as].has(lock));
    // An item that needs both has to wait for the one that is held.
    const as = isLeft("held") ? "held" : isLeft("rest") ? "rest" : undefined;
    groups[as ?? "ready"].push(item);
    if (as) for (const lock of locks) leftLocks[as].add(lock);
  }
  return groups;
}
