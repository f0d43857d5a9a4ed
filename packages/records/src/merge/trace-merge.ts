import { fold, isSameStamp } from "@onefold/identity";
import type { Clash, Patch, RecordState } from "@onefold/identity";
import type { LoadedRecord, Merge, MergedRecord } from "../commit/commit-state.ts";

interface Merging {
  readonly patch: Patch;
  readonly secondaries: readonly MergedRecord[];
  readonly clashes: readonly Clash[];
}

/** What an undo of an `onConflict=merge` needs: the survivor as the item alone would have left it. */
export function traceMerge(
  survivor: LoadedRecord,
  merged: RecordState,
  before: RecordState,
  updatedClock: number,
  { patch, secondaries, clashes }: Merging,
): Merge["trace"] {
  const { state: restored, changes } = fold(before, withoutClashes(patch, clashes));
  const isChanged = Object.keys(changes).length > 0;
  return {
    restored,
    merged,
    moved: Object.keys(merged.stamps).filter(
      (field) =>
        !isSameStamp(merged.stamps[field], restored.stamps[field]) &&
        secondaries.some(({ state }) => isSameStamp(merged.stamps[field], state.stamps[field])),
    ),
    restoredUpdatedClock: isChanged ? Math.max(updatedClock, patch.stamp.clock) : updatedClock,
    mergedUpdatedClock: survivor.updatedClock,
  };
}

/** Without the merge, those identifiers would have stayed with their owners. */
function withoutClashes(patch: Patch, clashes: readonly Clash[]): Patch {
  const set = { ...patch.set };
  for (const { field, value } of clashes) if (set[field] === value) delete set[field];
  return { ...patch, set };
}
