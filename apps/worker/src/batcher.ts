import { createLine } from "./line.ts";
import type { Line } from "./line.ts";
import { BULK_SHARE, owedFor, shareBatch } from "./share-batch.ts";
import { createTurns } from "./turns.ts";

/** Where items come from: single requests, or the rows of batch jobs. */
export type Source = "interactive" | "bulk";

export interface BatcherOptions<Item> {
  /** Batches that commit at the same time, each on a connection of its own. */
  readonly lanes: number;
  readonly maxItems: number;
  /** Identifiers of a batch at most: each is a lock that Postgres must hold (DESIGN.md, "Decisions"). */
  readonly maxLocks: number;
  locksOf(item: Item): number;
  /** Bulk goes round the teams, and among each team's round the jobs. */
  teamOf(item: Item): string;
  jobOf(item: Item): string;
  /** Brings every item to its final state. */
  commit(items: readonly Item[]): Promise<void>;
}

export interface Batcher<Item> {
  /** Settles when all the items were committed; rejects if a commit of some did. */
  add(items: readonly Item[], source: Source): Promise<void>;
  /** Items that wait or are being committed. */
  held(): number;
}

interface Entry<Item> {
  readonly item: Item;
  readonly group: Group;
}

/** The items that came together; they may travel in several batches. */
interface Group {
  left: number;
  readonly settled: PromiseWithResolvers<void>;
}

interface Batch<Item> {
  readonly entries: Entry<Item>[];
  /** Bulk has more of it than is its due. */
  readonly filled: boolean;
}

/** While interactive items come, bulk fills batches up to so many: what is in one, or after it, waits for it. */
const SMALL_BATCH = 150;
/** They have ceased to come when bulk has filled so many in between: about a second. */
const CALM_BATCHES = 20;

/**
 * Gathers items while the lanes are busy, so that a batch grows with the load and a lone item never waits.
 * Interactive items go first, in the order in which they came. Bulk gets what they leave, at least a tenth,
 * and never fills the last lane: an interactive item that comes meanwhile starts at once.
 */
export function createBatcher<Item>(options: BatcherOptions<Item>): Batcher<Item> {
  const waiting: Record<Source, Line<Entry<Item>>> = {
    interactive: createLine(),
    bulk: createTurns(
      ({ item }) => options.teamOf(item),
      () => createTurns(({ item }) => options.jobOf(item), createLine),
    ),
  };
  let committing = 0;
  let busyLanes = 0;
  let filledLanes = 0;
  let filledSince = CALM_BATCHES;
  let owed = 0;

  return {
    add(items, source) {
      const group: Group = { left: items.length, settled: Promise.withResolvers() };
      if (items.length === 0) group.settled.resolve();
      for (const item of items) waiting[source].push({ item, group });
      if (source === "interactive" && items.length > 0) filledSince = 0;
      openLanes();
      return group.settled.promise;
    },
    held: () => waiting.interactive.size() + waiting.bulk.size() + committing,
  };

  function openLanes(): void {
    while (busyLanes < options.lanes) {
      const batch = takeBatch();
      if (batch.entries.length === 0) break;
      void runLane(batch);
    }
  }

  async function runLane({ entries, filled }: Batch<Item>): Promise<void> {
    committing += entries.length;
    busyLanes++;
    if (filled) filledLanes++;
    try {
      await options.commit(entries.map((entry) => entry.item));
      for (const { group } of entries) if (--group.left === 0) group.settled.resolve();
    } catch (error) {
      for (const { group } of entries) group.settled.reject(error);
    } finally {
      committing -= entries.length;
      busyLanes--;
      if (filled) filledLanes--;
      openLanes();
    }
  }

  function takeBatch(): Batch<Item> {
    const { maxItems, maxLocks } = options;
    const interactive = waiting.interactive.size();
    const share = shareBatch({
      interactive,
      bulk: waiting.bulk.size(),
      owed,
      maxItems,
      maxFilled: maxFilled(),
    });
    const locks = share.due > 0 ? maxLocks * (1 - BULK_SHARE) : maxLocks;
    const first = take(waiting.interactive, { most: share.interactive, locks, least: 1 });
    const rest = take(waiting.bulk, {
      most: share.bulk,
      locks: maxLocks - first.locks,
      // What is due goes, whatever locks it needs; what only fills up goes where locks are left.
      least: share.due > 0 || first.entries.length === 0 ? 1 : 0,
    });
    const left = owed + owedFor(first.entries.length) - rest.entries.length;
    // A debt that grew large, because a few locks are all that was left, would end in a flood.
    owed = waiting.bulk.size() === 0 ? 0 : Math.min(Math.max(left, 0), Math.max(1, maxItems * BULK_SHARE));
    const filled = rest.entries.length > share.due;
    if (filled) filledSince++;
    return { entries: [...first.entries, ...rest.entries], filled };
  }

  function maxFilled(): number {
    // Both wait, and there is a lane for each.
    const apart = waiting.interactive.size() > 0 && busyLanes + 1 < options.lanes;
    if (apart || filledLanes >= Math.max(1, options.lanes - 1)) return 0;
    const small = options.lanes === 1 || filledSince < CALM_BATCHES;
    return small ? Math.min(SMALL_BATCH, options.maxItems) : options.maxItems;
  }

  function take(line: Line<Entry<Item>>, room: { most: number; locks: number; least: number }) {
    const entries: Entry<Item>[] = [];
    let locks = 0;
    while (entries.length < room.most) {
      const entry = line.peek();
      if (entry === undefined) break;
      const more = options.locksOf(entry.item);
      if (entries.length >= room.least && locks + more > room.locks) break;
      line.shift();
      entries.push(entry);
      locks += more;
    }
    return { entries, locks };
  }
}
