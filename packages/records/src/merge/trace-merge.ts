import { changesBetween, CONSENT, fold, isSameStamp, withConsent } from "@onefold/identity";
import type { Clash, Consent, Patch, RecordState } from "@onefold/identity";
import type { LoadedRecord, Merge, MergedRecord } from "../commit/commit-state.ts";

interface Merging {
  readonly patch: Patch;
  readonly consent: Consent | undefined;
  readonly secondaries: readonly MergedRecord[];
  readonly clashes: readonly Clash[];
}

/** Gives what an undo of an `onConflict=merge` needs: the survivor as the item alone would have left it. */
export function traceMerge(
  survivor: LoadedRecord,
  merged: RecordState,
  before: RecordState,
  updatedClock: number,
  { patch, consent, secondaries, clashes }: Merging,
): Merge["trace"] {
  const alone = fold(before, withoutClashes(patch, clashes)).state;
  const restored = consent ? withConsent(alone, consent) : alone;
  const isChanged = Object.keys(changesBetween(before.fields, restored.fields)).length > 0;
  return {
    restored,
    merged,
    others: secondaries.map(({ state }) => state),
    moved: Object.keys(merged.stamps).filter(
      (field) =>
        !isSameStamp(merged.stamps[field], restored.stamps[field]) &&
        secondaries.some(({ state }) => isSameStamp(merged.stamps[field], state.stamps[field])),
    ),
    restoredUpdatedClock: isChanged ? Math.max(updatedClock, patch.stamp.clock) : updatedClock,
    mergedUpdatedClock: survivor.updatedClock,
  };
}

/**
 * Gives the other records with what the item says of whether the person may be written to. It was said to all that the
 * item makes one, so an undo leaves nobody out.
 */
export function toldAll(
  secondaries: readonly MergedRecord[],
  consent: Consent | undefined,
): readonly MergedRecord[] {
  if (!consent) return secondaries;
  return secondaries.map((secondary) => {
    const state = withConsent(secondary.state, consent);
    const isChanged = state.fields[CONSENT] !== secondary.state.fields[CONSENT];
    const updatedClock = Math.max(secondary.updatedClock, isChanged ? consent.stamp.clock : 0);
    return { ...secondary, state, updatedClock };
  });
}

/** Without the merge, these identifiers would have stayed with their owners. */
function withoutClashes(patch: Patch, clashes: readonly Clash[]): Patch {
  const set = { ...patch.set };
  for (const { field, value } of clashes) if (set[field] === value) delete set[field];
  return { ...patch, set };
}
