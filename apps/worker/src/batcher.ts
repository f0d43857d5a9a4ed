import { setTimeout as delay } from "node:timers/promises";
import { createLine } from "./line.ts";
import { BULK_SHARE, owedFor, shareBatch } from "./share-batch.ts";
import type { Share } from "./share-batch.ts";
import { createTurns } from "./turns.ts";
import { createWaiting } from "./waiting.ts";
import type { Waiting } from "./waiting.ts";

/** Where items come from: single requests, or the rows of batch jobs. */
export type Source = "interactive" | "bulk";

export interface BatcherOptions<Item> {
  /** Batches that commit at the same time, each on a connection of its own; now and then there is one more. */
  readonly lanes: number;
  readonly maxItems: number;
  /** Identifiers of a batch at most: each is a lock that Postgres must hold (DESIGN.md, "Decisions"). */
  readonly maxLocks: number;
  /** The locks of an item's identifiers. */
  locksOf(item: Item): readonly number[];
  /** Bulk goes round the teams, and among each team's round the jobs. */
  teamOf(item: Item): string;
  jobOf(item: Item): string;
  /** Brings every item to its final state. */
  commit(items: readonly Item[]): Promise<void>;
  /** How bulk pauses; for tests. */
  rest?(ms: number): Promise<unknown>;
}

export interface Batcher<Item> {
  /** Settles when all the items were committed; rejects if a commit of some did. */
  add(items: readonly Item[], source: Source): Promise<void>;
  /** Items that wait or are being committed. */
  held(): number;
}

interface Entry<Item> {
  readonly item: Item;
  readonly locks: readonly number[];
  readonly group: Group;
}

/** The items that came together; they may travel in several batches. */
interface Group {
  left: number;
  readonly settled: PromiseWithResolvers<void>;
}

interface Room {
  readonly most: number;
  readonly locks: number;
  readonly least: number;
  /** What those have that were left so far. */
  readonly lockedByLeft: Set<number>;
}

interface Batch<Item> {
  readonly entries: Entry<Item>[];
  /** Bulk has more of it than is its due. */
  readonly filled: boolean;
}

/**
 * While interactive items come, bulk fills batches up to so many, and rests after each as long as it took: they share
 * the cores and the event loop with it. (Measured on 2 cores, p99 of single POSTs beside an import against idle: 5.5x
 * at 150, 3.7x at 50, 2.4x at 100 with rests, while its rate goes from 3,400 to 2,100 and 1,600 rows/s.)
 */
const SMALL_BATCH = 100;
/** They have ceased to come when bulk has filled so many in between: about a second. */
const CALM_BATCHES = 40;

/**
 * Gathers items while the lanes are busy, so that a batch grows with the load and a lone item never waits.
 * Interactive items go first, in the order in which they came. Bulk gets what they leave, at least a tenth. While
 * they come it has half of the lanes; where it has taken all, one more is opened for them: they start at once.
 *
 * No two lanes have items with a lock in common: they would wait for each other in Postgres, all items of a batch
 * for the one. (Measured, a file with duplicates at short distances: one of two lanes waited 87 % of the time.)
 * Such an item lets others go first until that batch is done; then it is the next.
 */
export function createBatcher<Item>(options: BatcherOptions<Item>): Batcher<Item> {
  const waiting: Record<Source, Waiting<Entry<Item>>> = {
    interactive: createWaiting(createLine()),
    bulk: createWaiting(
      createTurns(
        ({ item }) => options.teamOf(item),
        () => createTurns(({ item }) => options.jobOf(item), createLine),
      ),
    ),
  };
  /** Of all batches that are being committed. */
  const lockedNow = new Set<number>();
  let committing = 0;
  let busyLanes = 0;
  let filledLanes = 0;
  let restingLanes = 0;
  let filledSince = CALM_BATCHES;
  let owed = 0;

  return {
    add(items, source) {
      const group: Group = { left: items.length, settled: Promise.withResolvers() };
      if (items.length === 0) group.settled.resolve();
      for (const item of items) waiting[source].push({ item, locks: options.locksOf(item), group });
      if (source === "interactive" && items.length > 0) filledSince = 0;
      openLanes();
      return group.settled.promise;
    },
    held: () => waiting.interactive.size() + waiting.bulk.size() + committing,
  };

  function openLanes(): void {
    for (;;) {
      const isExtra = busyLanes >= options.lanes;
      if (isExtra && !isShutOut()) break;
      const batch = takeBatch(isExtra);
      if (batch.entries.length === 0) break;
      void runLane(batch);
    }
  }

  /** Bulk has all the lanes, and who should go first waits. */
  function isShutOut(): boolean {
    return waiting.interactive.size() > 0 && busyLanes === options.lanes && filledLanes === busyLanes;
  }

  async function runLane({ entries, filled }: Batch<Item>): Promise<void> {
    committing += entries.length;
    const locks = new Set(entries.flatMap((entry) => entry.locks));
    for (const lock of locks) lockedNow.add(lock);
    busyLanes++;
    if (filled) filledLanes++;
    const startedAt = performance.now();
    try {
      await options.commit(entries.map((entry) => entry.item));
      for (const { group } of entries) if (--group.left === 0) group.settled.resolve();
    } catch (error) {
      for (const { group } of entries) group.settled.reject(error);
    } finally {
      committing -= entries.length;
      for (const lock of locks) lockedNow.delete(lock);
      busyLanes--;
      if (filled) filledLanes--;
      if (filled && !isCalm()) void restLane(performance.now() - startedAt);
      openLanes();
    }
  }

  /** While interactive items come, half of a lane's time is theirs. */
  async function restLane(ms: number): Promise<void> {
    restingLanes++;
    await (options.rest ?? delay)(ms);
    restingLanes--;
    openLanes();
  }

  function isCalm(): boolean {
    return filledSince >= CALM_BATCHES;
  }

  function takeBatch(isExtra: boolean): Batch<Item> {
    const { maxLocks } = options;
    // Who comes later doesn't overtake who waits for one of several locks.
    const lockedByLeft = new Set<number>();
    const wanted = shareOf(waiting.interactive.size());
    const locks = wanted.due > 0 ? maxLocks * (1 - BULK_SHARE) : maxLocks;
    const first = take(waiting.interactive, { most: wanted.interactive, locks, least: 1, lockedByLeft });
    // Those that can't go yet keep nobody from an idle lane.
    const share = first.entries.length > 0 ? wanted : shareOf(0);
    const rest = take(waiting.bulk, {
      lockedByLeft,
      most: isExtra && first.entries.length === 0 ? 0 : share.bulk,
      locks: maxLocks - first.locks,
      // What is due goes, whatever locks it needs; what only fills up goes where locks are left.
      least: share.due > 0 || first.entries.length === 0 ? 1 : 0,
    });
    const left = owed + owedFor(first.entries.length) - rest.entries.length;
    // A debt that grew large, because a few locks are all that was left, would end in a flood.
    owed =
      waiting.bulk.size() === 0 ? 0 : Math.min(Math.max(left, 0), Math.max(1, options.maxItems * BULK_SHARE));
    const filled = rest.entries.length > share.due;
    if (filled) filledSince++;
    return { entries: [...first.entries, ...rest.entries], filled };
  }

  function shareOf(interactive: number): Share {
    const bulk = waiting.bulk.size();
    return shareBatch({
      interactive,
      bulk,
      owed,
      maxItems: options.maxItems,
      maxFilled: maxFilled(interactive),
    });
  }

  function maxFilled(interactive: number): number {
    // Both wait, and there is a lane for each.
    const apart = interactive > 0 && busyLanes + 1 < options.lanes;
    const most = isCalm() ? options.lanes : Math.max(1, Math.floor(options.lanes / 2));
    if (apart || filledLanes + restingLanes >= most) return 0;
    return isCalm() ? options.maxItems : Math.min(SMALL_BATCH, options.maxItems);
  }

  function take(line: Waiting<Entry<Item>>, room: Room) {
    const { lockedByLeft } = room;
    let count = 0;
    let locks = 0;
    const entries = line.take((entry) => {
      if (count >= room.most) return "stop";
      if (entry.locks.some((lock) => lockedNow.has(lock) || lockedByLeft.has(lock))) {
        for (const lock of entry.locks) lockedByLeft.add(lock);
        return "leave";
      }
      const more = entry.locks.length;
      if (count >= room.least && locks + more > room.locks) return "stop";
      count++;
      locks += more;
      return "take";
    });
    return { entries, locks };
  }
}
