import type { Item } from "@onefold/contract";
import { linkLocksOf, locksOf } from "./lock-identifiers.ts";

/** Items that are left for later. */
export interface Left {
  /** Another transaction has the locks of these: give them again a little later. */
  readonly held: readonly Item[];
  /** There was no more room for these: give them again. */
  readonly rest: readonly Item[];
}

/** Locks (`locksOf`) and names of records that may be one person's, as items give them together. */
export interface Person {
  readonly keys: readonly Key[];
  /** Whether an item of it is held. */
  readonly held: boolean;
  /** Whether an item of it is left for want of room. */
  readonly rest: boolean;
}
type Key = number | string;

/** Whom the items that are left keep from those that come after them. */
export type Kept = readonly Person[];

/** Gives the names of the records that an item reaches, as far as is known. */
export type NamesReached = (item: Item) => readonly string[];

export interface SplitOptions {
  /** What older items keep that were left before. */
  readonly kept?: Kept | undefined;
  /** The default knows of no records. */
  readonly reached?: NamesReached | undefined;
}

const noneReached: NamesReached = () => [];

/**
 * Divides items into those that can go now and those that are left, by clock. No item overtakes an older one that
 * shares an identifier: it would make a second person of it, and the older item would be refused its own name. No item
 * overtakes one that may come to the same person by other names either, through a record or through items before it:
 * it could merge two that the older item tells apart. And a contact doesn't overtake the company that it names: its
 * link would be lost.
 * @param why says why an item has to be left by itself
 * @returns `kept` is what those that were left before keep, and these
 */
export function splitInOrder(
  items: readonly Item[],
  why: (item: Item) => keyof Left | undefined,
  { kept = [], reached = noneReached }: SplitOptions = {},
): Left & { readonly ready: readonly Item[]; readonly kept: Kept } {
  if (kept.length === 0 && items.every((item) => why(item) === undefined))
    return { ready: items, held: [], rest: [], kept };
  const people = new People(kept);
  const split = { ready: [] as Item[], held: [] as Item[], rest: [] as Item[] };
  for (const item of items.toSorted((a, b) => a.clock - b.clock)) {
    const own = why(item);
    const person = people.meet(keysOf(item, reached));
    const needed = [person, ...linkLocksOf(item).map((lock) => people.find(lock))];
    const isLeft = (as: keyof Left) => own === as || needed.some((each) => each[as]);
    // An item that needs both has to wait for the one that is held.
    const as = isLeft("held") ? "held" : isLeft("rest") ? "rest" : undefined;
    split[as ?? "ready"].push(item);
    if (as) person[as] = true;
  }
  return { ...split, kept: people.kept() };
}

/** The people of the items so far, which become fewer as items give their keys together. */
class People {
  readonly #byKey = new Map<Key, MutablePerson>();

  constructor(kept: Kept) {
    for (const { keys, held, rest } of kept) {
      const person = this.meet(keys);
      person.held ||= held;
      person.rest ||= rest;
    }
  }

  find(key: Key): MutablePerson {
    const found = this.#byKey.get(key) ?? { keys: [key], held: false, rest: false };
    this.#byKey.set(key, found);
    return found;
  }

  /** Makes one person of those who have these keys, and gives it. */
  meet(keys: readonly Key[]): MutablePerson {
    return keys.reduce((person, key) => this.#join(person, this.find(key)), this.find(keys[0] ?? ""));
  }

  #join(one: MutablePerson, other: MutablePerson): MutablePerson {
    if (one === other) return one;
    // The keys of the smaller one move: so a key moves seldom.
    const [small, large] = one.keys.length < other.keys.length ? [one, other] : [other, one];
    for (const key of small.keys) {
      this.#byKey.set(key, large);
      large.keys.push(key);
    }
    large.held ||= small.held;
    large.rest ||= small.rest;
    return large;
  }

  kept(): Kept {
    return [...new Set(this.#byKey.values())].filter(({ held, rest }) => held || rest);
  }
}

interface MutablePerson extends Person {
  readonly keys: Key[];
  held: boolean;
  rest: boolean;
}

/** Adds what more items keep that are left. */
export function keepMore(
  kept: Kept,
  as: keyof Left,
  items: readonly Item[],
  reached: NamesReached = noneReached,
): Kept {
  const more = items.map((item) => ({
    keys: keysOf(item, reached),
    held: as === "held",
    rest: as === "rest",
  }));
  return [...kept, ...more];
}

function keysOf(item: Item, reached: NamesReached): Key[] {
  return [...locksOf(item), ...reached(item)];
}
