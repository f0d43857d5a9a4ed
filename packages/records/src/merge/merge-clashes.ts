import type { IdentifierKind, Upsert } from "@onefold/contract";
import { contradicts, joinStates } from "@onefold/identity";
import type { Clash, RecordState } from "@onefold/identity";
import type { EntityState, LoadedRecord, MergedRecord } from "../commit/commit-state.ts";
import { MAX_IDENTIFIERS } from "../commit/attach-identifiers.ts";
import { fitsOneRecord } from "../commit/fitting-values.ts";
import type { LeftBecause, LeftClash } from "../commit/left-clash.ts";
import { tooManyJobs } from "../commit/write-job.ts";
import type { ResolveLink } from "../reads/snapshot.ts";
import { areFromTooMany } from "../commit/suspicious-identifiers.ts";

export interface MergedClashes {
  /** The records that are part of the survivor now, as they were before. */
  readonly secondaries: readonly MergedRecord[];
  /** The identifiers that stay with their owners. */
  readonly left: readonly LeftClash[];
}

/**
 * Does `onConflict=merge`: it folds the records that an item's identifiers name into the one that it reaches, field by
 * field by clock. Records that contradict each other are two people who share something, and stay apart.
 * @param resolve gives the id that a linked record has now
 */
export function mergeClashes(
  entity: EntityState,
  survivor: LoadedRecord,
  clashes: readonly Clash[],
  upsert: Upsert,
  resolve: ResolveLink,
): MergedClashes {
  const secondaries: MergedRecord[] = [];
  const left: LeftClash[] = [];
  for (const clash of clashes) {
    const owner = entity.recordOf(survivor.teamId, clash.recordId);
    // A clash before this one has merged it.
    if (owner === survivor) continue;
    const joined = owner ? joinOf(entity, survivor, owner, upsert, resolve) : "limit";
    if (!owner?.state || typeof joined === "string") {
      left.push({ ...clash, because: typeof joined === "string" ? joined : "limit" });
      continue;
    }
    const { state, updatedClock, identifiers } = owner;
    secondaries.push({ record: owner, state, updatedClock, identifiers: [...identifiers] });
    survivor.state = joined;
    survivor.updatedClock = Math.max(survivor.updatedClock, owner.updatedClock);
    entity.merge(survivor, owner);
  }
  return { secondaries, left };
}

/** Gives both as one, or says why they have to stay two. */
function joinOf(
  entity: EntityState,
  survivor: LoadedRecord,
  owner: LoadedRecord,
  upsert: Upsert,
  resolve: ResolveLink,
): RecordState | LeftBecause {
  if (entity.areDifferent(survivor.teamId, survivor.recordId, owner.recordId)) return "different";
  if (contradicts(survivor.identifiers, owner.identifiers)) return "contradiction";
  if (!survivor.state || !owner.state || tooManyIdentifiers([survivor, owner])) return "limit";
  if (areFromTooMany(survivor.identifiers, owner.identifiers, upsert)) return "suspicious";
  const joined = joinStates(survivor.state, owner.state);
  return fitsOneRecord(joined.fields) && tooManyJobs(joined.fields, resolve) === undefined ? joined : "limit";
}

/** Says of which kind these records have more identifiers than one record may own, and how many. */
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
