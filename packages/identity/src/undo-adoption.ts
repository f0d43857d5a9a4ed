import { fieldMap } from "./field-map.ts";
import type { RecordState } from "./record-state.ts";
import { isLater, isSameStamp } from "./stamp.ts";
import type { Stamp } from "./stamp.ts";

/** What an undo knows of the survivor of a merge. */
export interface MergeTrace {
  /** As the survivor would be without the merge. */
  readonly restored: RecordState;
  /** As it was right after it. */
  readonly merged: Pick<RecordState, "stamps" | "origin">;
  /** The fields whose value came from the others. */
  readonly moved: readonly string[];
}

export type Undone =
  | {
      readonly kind: "undone";
      readonly state: RecordState;
      /** Whether the person may be written to, where that was said since the merge: for the others too. */
      readonly consent: Consent | undefined;
    }
  /** These moved fields were written since: they can't go back without losing that. */
  | { readonly kind: "written-since"; readonly fields: readonly string[] };

/** An unsubscribe, or a resubscribe, and when. */
export interface Consent {
  readonly unsubscribed: boolean;
  readonly stamp: Stamp;
}

/** The one field that tells of the person, not of the record: it was said to all that were one record then. */
const CONSENT = "unsubscribed";

/**
 * The survivor without what a merge brought it. What was written to it since stays, and nothing else: right
 * after the merge this is its inverse.
 */
export function undoAdoption(current: RecordState, { restored, merged, moved }: MergeTrace): Undone {
  const [values, written, left] = [
    fieldMap(current.fields),
    fieldMap(current.stamps),
    fieldMap(merged.stamps),
  ];
  const isUnwritten = (field: string) => isSameStamp(written[field], left[field]);
  const writtenSince = moved.filter((field) => field !== CONSENT && !isUnwritten(field));
  if (writtenSince.length > 0) return { kind: "written-since", fields: writtenSince };

  const fields = fieldMap(restored.fields);
  const stamps = fieldMap(restored.stamps);
  for (const [field, stamp] of Object.entries(written)) {
    if (isUnwritten(field)) continue;
    stamps[field] = stamp;
    const value = values[field];
    if (value === undefined) delete fields[field];
    else fields[field] = value;
  }
  const origin = current.origin.clock === merged.origin.clock ? restored.origin : current.origin;
  const stamp = isUnwritten(CONSENT) ? undefined : written[CONSENT];
  const consent = stamp && { unsubscribed: values[CONSENT] === true, stamp };
  return { kind: "undone", state: { fields, stamps, origin }, consent };
}

/** A record with what its person said; unchanged where it knows something later. */
export function withConsent(state: RecordState, { unsubscribed, stamp }: Consent): RecordState {
  if (!isLater(stamp, fieldMap(state.stamps)[CONSENT])) return state;
  const { [CONSENT]: _before, ...others } = state.fields;
  const fields = unsubscribed ? { ...others, [CONSENT]: true } : others;
  return { ...state, fields, stamps: { ...state.stamps, [CONSENT]: stamp } };
}
