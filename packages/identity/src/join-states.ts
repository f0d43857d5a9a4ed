import type { FieldValue } from "@onefold/contract";
import { fieldMap } from "./field-map.ts";
import { earlierSince, isSince } from "./jobs.ts";
import { earlierOrigin } from "./record-state.ts";
import type { RecordState } from "./record-state.ts";
import { isLater, laterOf } from "./stamp.ts";
import type { Stamp } from "./stamp.ts";

/**
 * Makes one record of two, for `onConflict=merge`. Each field has the later write of the two, even if that cleared it,
 * and the origin is the earlier. The function is commutative, associative and idempotent. With `fold` the result is the
 * same whether writes met before or after the records did.
 */
export function joinStates(a: RecordState, b: RecordState): RecordState {
  const fields = fieldMap(a.fields);
  const stamps = fieldMap(a.stamps);
  const others = fieldMap(b.fields);
  for (const [field, stamp] of Object.entries(b.stamps)) {
    const value = others[field];
    if (isSince(field)) {
      const since = earlierSince(fields[field], value);
      if (since !== undefined) fields[field] = since;
      stamps[field] = laterOf(stamp, stamps[field] ?? stamp);
      continue;
    }
    if (!wins({ stamp, value }, { stamp: stamps[field], value: fields[field] })) continue;
    stamps[field] = stamp;
    if (value === undefined) delete fields[field];
    else fields[field] = value;
  }
  return { fields, stamps, origin: earlierOrigin(a.origin, b.origin) };
}

interface Write<S> {
  readonly stamp: S;
  readonly value: FieldValue | undefined;
}

/** One item writes one record, so equal stamps have equal values. If they didn't, this would still be an order. */
function wins(challenger: Write<Stamp>, holder: Write<Stamp | undefined>): boolean {
  if (isLater(challenger.stamp, holder.stamp)) return true;
  if (isLater(holder.stamp ?? challenger.stamp, challenger.stamp)) return false;
  return orderKey(challenger.value) > orderKey(holder.value);
}

function orderKey(value: FieldValue | undefined): string {
  return value === undefined ? "" : JSON.stringify(value);
}
