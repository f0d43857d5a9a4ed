import type { Change, FieldValue } from "@onefold/contract";
import { fieldMap } from "./field-map.ts";
import { earlierSince, isSince } from "./jobs.ts";
import { earlierOrigin } from "./record-state.ts";
import type { Patch, RecordState } from "./record-state.ts";
import { isLater } from "./stamp.ts";

/** A record after a write, and what the write did. */
export interface Folded {
  readonly state: RecordState;
  /** The fields whose value is now another one, from and to. A side without a value is absent. */
  readonly changes: Record<string, Change>;
  /** The fields that a later write has with a different value: the value of this write was not applied. */
  readonly stale: string[];
}

/** Makes the record of a first write. */
export function createState(patch: Patch): RecordState {
  return fold(undefined, patch).state;
}

/**
 * Puts one more write into a record (docs/architecture.md#clocks). Each field has the value with the highest stamp. A
 * cleared field keeps its stamp without a value. A value that is already there still raises the stamp, else an older
 * write that arrives late would win. The origin is that of the lowest clock. Since when there is a job is the earliest of
 * all that was written (`jobs.ts`).
 *
 * For patches with distinct clocks the state is the same for any order, any grouping and any duplication of them.
 * Neither argument is changed.
 */
export function fold(state: RecordState | undefined, patch: Patch): Folded {
  const fields = fieldMap(state?.fields);
  const stamps = fieldMap(state?.stamps);
  const changes = fieldMap<Change>();
  const stale: string[] = [];

  const write = (field: string, given: FieldValue | undefined): void => {
    const from = fields[field];
    const to = isSince(field) ? earlierSince(from, given) : given;
    const isLast = isLater(patch.stamp, stamps[field]);
    if (!isLast && !isSince(field)) {
      if (from !== to) stale.push(field);
      return;
    }
    if (isLast) stamps[field] = patch.stamp;
    if (from !== to) changes[field] = changeOf(from, to);
    if (to === undefined) delete fields[field];
    else fields[field] = to;
  };

  for (const [field, value] of Object.entries(patch.set)) write(field, value);
  for (const field of new Set(patch.clear)) if (!Object.hasOwn(patch.set, field)) write(field, undefined);

  return { state: { fields, stamps, origin: earlierOrigin(state?.origin, patch.origin) }, changes, stale };
}

/** Gives the differences between two states of a record, from and to. */
export function changesBetween(
  before: RecordState["fields"],
  after: RecordState["fields"],
): Record<string, Change> {
  const changes = fieldMap<Change>();
  const [from, to] = [fieldMap(before), fieldMap(after)];
  for (const field of Object.keys({ ...from, ...to }))
    if (from[field] !== to[field]) changes[field] = changeOf(from[field], to[field]);
  return changes;
}

/** Leaves out the side that has no value: the wire omits fields instead of giving `null`. */
function changeOf(from: FieldValue | undefined, to: FieldValue | undefined): Change {
  if (from === undefined) return to === undefined ? {} : { to };
  return to === undefined ? { from } : { from, to };
}
