import type { IdentifierKind } from "@onefold/contract";
import { joinStates } from "@onefold/identity";
import type { Clash, RecordState } from "@onefold/identity";
import type { EntityState, LoadedRecord, MergedRecord } from "../commit/commit-state.ts";
import { MAX_IDENTIFIERS } from "../commit/attach-identifiers.ts";
import { fitsOneRecord } from "../commit/fitting-values.ts";

export interface MergedClashes {
  /** The records that are part of the survivor now, as they were before. */
  readonly secondaries: readonly MergedRecord[];
  /** What stays with its owner: the two would be too large for one record. */
  readonly left: readonly Clash[];
}

/**
 * `onConflict=merge`: folds the records that an item's identifiers name into the one that it reaches, field by
 * field by clock.
 */
export function mergeClashes(
  entity: EntityState,
  survivor: LoadedRecord,
  clashes: readonly Clash[],
): MergedClashes {
  const secondaries: MergedRecord[] = [];
  const left: Clash[] = [];
  for (const clash of clashes) {
    const owner = entity.recordOf(survivor.teamId, clash.recordId);
    // Merged by a clash before this one.
    if (owner === survivor) continue;
    const joined = owner && joinOf(survivor, owner);
    if (!owner?.state || !joined) {
      left.push(clash);
      continue;
    }
    secondaries.push({ record: owner, state: owner.state, identifiers: [...owner.identifiers] });
    survivor.state = joined;
    survivor.updatedClock = Math.max(survivor.updatedClock, owner.updatedClock);
    entity.merge(survivor, owner);
  }
  return { secondaries, left };
}

/** Undefined where one record can't hold both. */
function joinOf(survivor: LoadedRecord, owner: LoadedRecord): RecordState | undefined {
  if (!survivor.state || !owner.state || tooManyIdentifiers([survivor, owner])) return undefined;
  const joined = joinStates(survivor.state, owner.state);
  return fitsOneRecord(joined.fields) ? joined : undefined;
}

/** Of which kind these records have more than one record may own, and how many. */
export function tooManyIdentifiers(
  records: readonly LoadedRecord[],
): { readonly identifiers: IdentifierKind; readonly count: number; readonly max: number } | undefined {
  const counts = new Map<IdentifierKind, number>();
  for (const { kind } of records.flatMap((record) => record.identifiers))
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  for (const [identifiers, count] of counts)
    if (count > MAX_IDENTIFIERS) return { identifiers, count, max: MAX_IDENTIFIERS };
  return undefined;
}
