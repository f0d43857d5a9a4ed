import type { Item, ItemResult } from "@onefold/contract";
import type { Outcome } from "../commit/fold-commit.ts";
import { receiptKey } from "../receipts/receipt-key.ts";

/** Where items are applied: in their teams, or on a dry run's copies. */
export interface Place {
  /** Whether items of it are applied to copies, which have to be made (`copyToShadow`). */
  readonly isDry: boolean;
  /** Gives an item as it is applied there. */
  there(item: Item): Item;
  /** Gives the team whose members and tombstones count there. */
  homeOf(teamId: string): string;
  /** Gives such an item as it came. */
  own(item: Item): Item;
  /** Gives its outcome as the team itself would have had it. */
  told(outcome: Outcome): Outcome;
}

const itself = <T>(what: T) => what;

/**
 * Says where items are applied. A dry run of many rows works on copies: the records that its rows reach are copied
 * under the job's id, as if that were a team. Everything goes on there as it would in the team itself. So each row sees
 * what the rows before it did, and nobody else does. The copies go when the job ends (`dropShadow`).
 */
export function placeOf(items: readonly Item[]): Place {
  if (!items.some(({ upsert }) => upsert.dryRun))
    return { isDry: false, there: itself, homeOf: itself, own: itself, told: itself };
  const byKey = new Map(items.map((item) => [receiptKey(item.ref), item]));
  const teams = new Map(items.map((item) => [shadowed(item).ref.teamId, item.ref.teamId]));
  const own = (copy: Item) => byKey.get(receiptKey(copy.ref)) ?? copy;
  return {
    isDry: true,
    there: shadowed,
    homeOf: (teamId) => teams.get(teamId) ?? teamId,
    own,
    told({ item: copy, result, lastMerge }) {
      const item = own(copy);
      return { item, result: unshadowed(item, result), lastMerge };
    },
  };
}

function shadowed(item: Item): Item {
  if (!item.upsert.dryRun) return item;
  return { ...item, ref: { ...item.ref, teamId: item.ref.jobId } };
}

function unshadowed(item: Item, result: ItemResult): ItemResult {
  if (!item.upsert.dryRun || result.outcome === "rejected") return result;
  return { ...result, dryRun: true, record: { ...result.record, teamId: item.ref.teamId } };
}

/** The names under which the identifiers of an item are locked. */
export interface LockScope {
  readonly teamId: string;
  /** What also has to be locked. */
  readonly keys: readonly string[];
}

/**
 * Gives the team in which an item is applied: its own, or that of the copies of its dry run. The rows of records that
 * its commit touches are of no other.
 */
export function teamOfPlace(item: Item): string {
  return lockScopeOf(item).teamId;
}

/**
 * Gives the scope of an item's locks. All commits of a dry run share a lock, so that each sees the copies of the
 * others.
 */
export function lockScopeOf({ ref, upsert }: Item): LockScope {
  if (!upsert.dryRun) return { teamId: ref.teamId, keys: [] };
  return { teamId: ref.jobId, keys: [`${ref.jobId} shadow`] };
}
