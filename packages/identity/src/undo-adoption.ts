import type { FieldValue, Identifier } from "@onefold/contract";
import type { EntityDefinition } from "./entity-definition.ts";
import { fieldMap } from "./field-map.ts";
import { earlierSince, isSince } from "./jobs.ts";
import type { RecordState } from "./record-state.ts";
import { isLater, isSameStamp } from "./stamp.ts";
import type { Stamp } from "./stamp.ts";

/** What an undo knows of the survivor of a merge. */
export interface MergeTrace {
  /** The survivor as it would be without the merge. */
  readonly restored: RecordState;
  /** The survivor as it was right after the merge. */
  readonly merged: Pick<RecordState, "stamps" | "origin">;
  /** The fields whose value came from the others. */
  readonly moved: readonly string[];
  /** The others as they were. */
  readonly others: readonly Pick<RecordState, "fields">[];
}

export interface Undone {
  readonly state: RecordState;
  /** The moved fields that were written since. The survivor keeps those values. */
  readonly kept: readonly string[];
  /** Whether the person may be written to, if that was said since the merge. It holds for the others too. */
  readonly consent: Consent | undefined;
}

/** An unsubscribe, or a resubscribe, and when. */
export interface Consent {
  readonly unsubscribed: boolean;
  readonly stamp: Stamp;
}

/** The one field that tells of the person, not of the record. It was said to all that were one record then. */
export const CONSENT = "unsubscribed";

/**
 * Gives the survivor without what a merge brought it. What was written to it since stays. Right after the merge this is
 * the exact inverse.
 */
export function undoAdoption(current: RecordState, trace: MergeTrace): Undone {
  const { restored, merged, moved } = trace;
  const [values, written, left] = [
    fieldMap(current.fields),
    fieldMap(current.stamps),
    fieldMap(merged.stamps),
  ];
  const isUnwritten = (field: string) => isSameStamp(written[field], left[field]);
  const fields = fieldMap(restored.fields);
  const stamps = fieldMap(restored.stamps);
  for (const [field, stamp] of Object.entries(written)) {
    const isOld = isUnwritten(field);
    const since = isSince(field)
      ? ownSince(field, values[field], isOld ? undefined : stamp, trace)
      : undefined;
    if (isOld && since === undefined) continue;
    if (!isOld) stamps[field] = stamp;
    else if (typeof since === "number") stamps[field] ??= { effective: since, clock: since };
    const value = since ?? values[field];
    if (value === undefined) delete fields[field];
    else fields[field] = value;
  }
  const origin = current.origin.clock === merged.origin.clock ? restored.origin : current.origin;
  const stamp = isUnwritten(CONSENT) ? undefined : written[CONSENT];
  const consent = stamp && { unsubscribed: values[CONSENT] === true, stamp };
  const kept = moved.filter((field) => field !== CONSENT && !isUnwritten(field));
  return { state: { fields, stamps, origin }, kept, consent };
}

/**
 * Gives since when the survivor has a job by itself. What is earlier than the merge left it was said of the survivor
 * since, however late it came. If another had the job first, it is since the survivor had it before, else since its
 * last link: earlier ones of it aren't told from those of the other.
 * @param linked the stamp of the last link, if there was one since the merge
 */
function ownSince(
  field: string,
  now: FieldValue | undefined,
  linked: Stamp | undefined,
  { restored, others }: MergeTrace,
): FieldValue | undefined {
  const own = restored.fields[field];
  let left = own;
  for (const { fields } of others) left = earlierSince(left, fields[field]);
  if (left === undefined) return linked && now;
  if (now !== undefined && now < left) return now;
  return earlierSince(own, linked?.clock);
}

/**
 * Gives a state whose primary identifiers are the record's own. A primary that names somebody else now is replaced by
 * the former one, if the record still owns that, else by the oldest of its others, else by nothing. It gives the same
 * state if nothing has to be done.
 * @param own what the record owns, the oldest first
 * @param before the state as it was
 */
export function withOwnPrimaries(
  definition: EntityDefinition,
  state: RecordState,
  own: readonly Identifier[],
  before: RecordState,
  stamp: Stamp,
): RecordState {
  const [fields, stamps] = [fieldMap(state.fields), fieldMap(state.stamps)];
  let isChanged = false;
  for (const { kind, field } of definition.identifiers) {
    const values = own.filter((identifier) => identifier.kind === kind).map(({ value }) => value);
    const isOwn = (value: FieldValue | undefined): value is string =>
      typeof value === "string" && values.includes(value);
    if (fields[field] === undefined || isOwn(fields[field])) continue;
    const earlier = before.fields[field];
    const value = isOwn(earlier) ? earlier : values[0];
    if (value === undefined) delete fields[field];
    else fields[field] = value;
    stamps[field] = stamp;
    isChanged = true;
  }
  return isChanged ? { ...state, fields, stamps } : state;
}

/** Gives a record with what its person said. It is unchanged if it knows something later. */
export function withConsent(state: RecordState, { unsubscribed, stamp }: Consent): RecordState {
  if (!isLater(stamp, fieldMap(state.stamps)[CONSENT])) return state;
  const { [CONSENT]: _before, ...others } = state.fields;
  const fields = unsubscribed ? { ...others, [CONSENT]: true } : others;
  return { ...state, fields, stamps: { ...state.stamps, [CONSENT]: stamp } };
}
