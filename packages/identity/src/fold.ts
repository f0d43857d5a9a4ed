import type { Change, FieldValue } from "@onefold/contract";
import { fieldMap } from "./field-map.ts";
import { earlierOrigin } from "./record-state.ts";
import type { Patch, RecordState } from "./record-state.ts";
import { isLater } from "./stamp.ts";

/** A record after a write, and what the write did. */
export interface Folded {
  readonly state: RecordState;
  /** The fields whose value is another one now, from and to; absent where there is no value. */
  readonly changes: Record<string, Change>;
  /** The fields that a later write has with a different value: this write's was not applied. */
  readonly stale: string[];
}

/** The record that a first write makes. */
export function createState(patch: Patch): RecordState {
  return fold(undefined, patch).state;
}

/**
 * A record with one more write (docs/architecture.md#clocks): each field is the value with the highest stamp.
 * A cleared field keeps its stamp without a value, and a value that is already there still raises
 * the stamp, else an older write that arrives late would win. The origin is that of the lowest clock.
 *
 * For patches with distinct clocks the state is the same for any order, any grouping and any
 * duplication of them. Neither argument is changed.
 */
export function fold(state: RecordState | undefined, patch: Patch): Folded {
  const fields = fieldMap(state?.fields);
  const stamps = fieldMap(state?.stamps);
  const changes = fieldMap<Change>();
  const stale: string[] = [];

  const write = (field: string, to: FieldValue | undefined): void => {
    const from = fields[field];
    if (!isLater(patch.stamp, stamps[field])) {
      if (from !== to) stale.push(field);
      return;
    }
    stamps[field] = patch.stamp;
    if (from !== to) changes[field] = changeOf(from, to);
    if (to === undefined) delete fields[field];
    else fields[field] = to;
  };

  for (const [field, value] of Object.entries(patch.set)) write(field, value);
  for (const field of new Set(patch.clear)) if (!Object.hasOwn(patch.set, field)) write(field, undefined);

  return { state: { fields, stamps, origin: earlierOrigin(state?.origin, patch.origin) }, changes, stale };
}

/** What tells two states of a record apart, from and to. */
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

/** Without the side that has no value: the wire omits fields instead of `null`. */
function changeOf(from: FieldValue | undefined, to: FieldValue | undefined): Change {
  return { ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
}
