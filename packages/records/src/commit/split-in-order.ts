import type { Item } from "@onefold/contract";
import { linkLocksOf, locksOf } from "./lock-identifiers.ts";

/** Items that are left for later. */
export interface Left {
  /** Another transaction has what these need: give them again a little later. */
  readonly held: readonly Item[];
  /** There was no room for these any more: give them again. */
  readonly rest: readonly Item[];
}

/**
 * Parts items into those that can go now and those that are left, by clock. Nobody overtakes an older item that
 * shares an identifier: it would make a second person of it, and the older one would be refused its own name. Nor
 * does a contact overtake the company that it names: its link would be lost.
 * @param why an item has to be left by itself
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
    // Who needs both has to wait for the one that is held.
    const as = isLeft("held") ? "held" : isLeft("rest") ? "rest" : undefined;
    groups[as ?? "ready"].push(item);
    if (as) for (const lock of locks) leftLocks[as].add(lock);
  }
  return groups;
}
