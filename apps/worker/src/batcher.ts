export interface BatcherOptions<Item> {
  /** Batches that commit at the same time, each on a connection of its own. */
  readonly lanes: number;
  readonly maxItems: number;
  /** Identifiers of a batch at most: each is a lock that Postgres must hold (DESIGN.md, "Decisions"). */
  readonly maxLocks: number;
  locksOf(item: Item): number;
  /** Brings every item to its final state. */
  commit(items: readonly Item[]): Promise<void>;
}

export interface Batcher<Item> {
  /** Settles when all the items were committed; rejects if a commit of some did. */
  add(items: readonly Item[]): Promise<void>;
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

/**
 * Gathers items while the lanes are busy, so that a batch grows with the load and a lone item never waits.
 * First come, first committed.
 */
export function createBatcher<Item>(options: BatcherOptions<Item>): Batcher<Item> {
  const queue: Entry<Item>[] = [];
  let committing = 0;
  let busyLanes = 0;

  return {
    add(items) {
      const group: Group = { left: items.length, settled: Promise.withResolvers() };
      if (items.length === 0) group.settled.resolve();
      for (const item of items) queue.push({ item, group });
      openLanes();
      return group.settled.promise;
    },
    held: () => queue.length + committing,
  };

  function openLanes(): void {
    while (busyLanes < options.lanes && queue.length > 0) {
      busyLanes++;
      void runLane(takeBatch());
    }
  }

  async function runLane(batch: Entry<Item>[]): Promise<void> {
    committing += batch.length;
    try {
      await options.commit(batch.map((entry) => entry.item));
      for (const { group } of batch) if (--group.left === 0) group.settled.resolve();
    } catch (error) {
      for (const { group } of batch) group.settled.reject(error);
    } finally {
      committing -= batch.length;
      busyLanes--;
      openLanes();
    }
  }

  function takeBatch(): Entry<Item>[] {
    let size = 0;
    let locks = 0;
    for (const { item } of queue) {
      locks += options.locksOf(item);
      if (size > 0 && (size === options.maxItems || locks > options.maxLocks)) break;
      size++;
    }
    return queue.splice(0, size);
  }
}
