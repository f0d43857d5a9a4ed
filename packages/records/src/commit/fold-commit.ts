import type { Item, ItemResult } from "@onefold/contract";
import type { CommitState, LastMerge, LoadedRecord } from "./commit-state.ts";
import { foldItem } from "./fold-item.ts";

/** What became of an item. */
export interface Outcome {
  readonly item: Item;
  readonly result: ItemResult;
  /** What had been merged into the record last when the item was folded into it. */
  readonly lastMerge?: LastMerge | undefined;
  /** What the receipt says, as JSON, if it was made. */
  readonly json?: string | undefined;
}

export interface FoldedCommit {
  /** One outcome for each item that was folded, by clock. */
  readonly outcomes: readonly Outcome[];
  /** Items that were not folded any more. */
  readonly rest: readonly Item[];
  readonly state: CommitState;
  /** Records that the commit created, and records whose row it must write again. */
  readonly created: ReadonlySet<LoadedRecord>;
  readonly touched: ReadonlySet<LoadedRecord>;
}

/**
 * Folds the items of a commit into what was loaded, in the order of their clocks. It is pure except for the ids of new
 * records: it changes only `state`, which belongs to the commit.
 * @param isLast told of each outcome; no item is folded after the one for which it is true
 */
export async function foldCommit(
  state: CommitState,
  items: readonly Item[],
  isLast: (outcome: Outcome) => Promise<boolean> | boolean = () => false,
): Promise<FoldedCommit> {
  const created = new Set<LoadedRecord>();
  const touched = new Set<LoadedRecord>();
  const outcomes: Outcome[] = [];
  const inOrder = items.toSorted((a, b) => a.clock - b.clock);
  for (const item of inOrder) {
    const { result, record } = foldItem(state, item);
    if (record && result.outcome === "created") created.add(record);
    else if (record && !created.has(record)) touched.add(record);
    const outcome = { item, result, lastMerge: record?.lastMerge };
    outcomes.push(outcome);
    if (await isLast(outcome)) break;
  }
  return { outcomes, rest: inOrder.slice(outcomes.length), state, created, touched };
}
