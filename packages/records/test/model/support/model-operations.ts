import {
  absorb,
  copyRecord,
  idsOf,
  KINDS,
  kindOf,
  later,
  ownerOf,
  pairOf,
  recordOf,
  textOf,
  valueOf,
} from "./model.ts";
import { firstLink, isFirstLink, settleLink, settleTitle } from "./model-jobs.ts";
import type { Model, ModelMerge, ModelRecord, Written } from "./model.ts";
import { write } from "./model-upsert.ts";

const CONSENT = "unsubscribed";

/** What became of an operation: its kind as the service tells it. */
export type OperationTold = string;

export function applyMerge(
  model: Model,
  {
    by,
    clock,
    primaryId,
    secondaryId,
  }: { by: number; clock: number; primaryId: string; secondaryId: string },
): OperationTold {
  const survivor = recordOf(model, primaryId);
  const other = recordOf(model, secondaryId);
  if (!survivor || !other) return "not-found";
  if (secondaryId === survivor.id) return "same";
  if (other === survivor) return "merged";
  const before = copyRecord(survivor);
  const theirs = copyRecord(other);
  for (const record of [survivor, other]) settleTitle(record);
  for (const field of new Set([...survivor.fields.keys(), ...other.fields.keys()])) {
    const [own, others] = [survivor.fields.get(field), other.fields.get(field)];
    if (isFirstLink(field) && others) {
      survivor.fields.set(field, firstLink(others, own));
      continue;
    }
    if (isFirstLink(field)) continue;
    const value = valueOf(survivor, field) ?? valueOf(other, field);
    const merge: Written = { value, effective: clock, clock };
    const last = [own, others].reduce<Written>(
      (latest, each) => (each && later(each, latest) ? each : latest),
      merge,
    );
    survivor.fields.set(field, { ...last, value });
  }
  settleLink(survivor);
  absorb(model, survivor, other);
  model.merges.push({
    by,
    survivorId: survivor.id,
    clock,
    secondaries: [theirs],
    restored: before.fields,
    merged: new Map(survivor.fields),
    isUndone: false,
    isForgotten: false,
  });
  return "merged";
}

export function applyUndo(model: Model, { clock, of }: { clock: number; of: number }): OperationTold {
  const merge = model.merges.find(({ by }) => by === of);
  if (!merge) return "not-found";
  const survivor = recordOf(model, merge.survivorId);
  if (merge.isUndone || merge.isForgotten || survivor?.id !== merge.survivorId) return "refused";
  const isLast = model.merges.findLast((each) => each.survivorId === survivor.id && !each.isUndone) === merge;
  if (!isLast) return "refused";
  const came = new Set(merge.secondaries.flatMap(({ names }) => [...names.keys()]));
  const own = namesOf(survivor, (name) => !came.has(name));
  const back = merge.secondaries.map((record) => {
    const names = new Map([...record.names].filter(([name]) => survivor.names.has(name)));
    return { record, names };
  });
  if (own.size === 0 || back.some(({ names }) => names.size === 0)) return "refused";

  const said = writtenSince(survivor, merge, CONSENT);
  const before = new Map(merge.restored);
  const fields = new Map(merge.restored);
  for (const field of survivor.fields.keys()) {
    const written = writtenSince(survivor, merge, field);
    const last = isFirstLink(field) ? ownFirstLink(survivor, merge, field) : written;
    if (last) fields.set(field, last);
  }
  survivor.fields = fields;
  survivor.names = own;
  showOwn(survivor, before, clock);
  for (const { record, names } of back) {
    const restored: ModelRecord = { id: record.id, fields: new Map(record.fields), names };
    showOwn(restored, record.fields, clock);
    if (said && later(said, restored.fields.get(CONSENT))) restored.fields.set(CONSENT, said);
    model.records.set(restored.id, restored);
    model.retired.delete(restored.id);
    model.apart.add(pairOf(survivor.id, restored.id));
    // What was removed from the one record was the other's then.
    for (const tombstone of model.tombstones)
      if (record.names.has(tombstone.name) && !names.has(tombstone.name))
        if (tombstone.recordId === survivor.id && tombstone.clock > merge.clock)
          tombstone.recordId = restored.id;
  }
  merge.isUndone = true;
  return "undone";
}

function namesOf({ names }: ModelRecord, isMeant: (name: string) => boolean): Map<string, number> {
  return new Map([...names].filter(([name]) => isMeant(name)));
}

/** The field's last write, where it is another one than right after the merge. */
function writtenSince(
  { fields }: Pick<ModelRecord, "fields">,
  { merged }: ModelMerge,
  field: string,
): Written | undefined {
  const [now, then] = [fields.get(field), merged.get(field)];
  return now?.clock === then?.clock && now?.effective === then?.effective ? undefined : now;
}

/** Of the survivor by itself: what was earlier than the merge left it is its own, and so is the last link since. */
function ownFirstLink({ fields }: ModelRecord, merge: ModelMerge, field: string): Written | undefined {
  const [now, left, own] = [fields.get(field), merge.merged.get(field), merge.restored.get(field)];
  const last = writtenSince({ fields }, merge, field);
  if (!now || !left) return last;
  const clock = Number(now.value);
  if (clock < Number(left.value)) return { ...(last ?? own ?? { effective: clock, clock }), value: clock };
  const clocks = [...(own ? [Number(own.value)] : []), ...(last ? [last.clock] : [])];
  const stamp = last ?? own;
  return stamp && { ...stamp, value: Math.min(...clocks) };
}

/** A primary name that is another's now gives way to one of the record's own. */
function showOwn(record: ModelRecord, before: ReadonlyMap<string, Written>, clock: number): void {
  for (const [kind, field] of KINDS) {
    const own = [...record.names]
      .filter(([name]) => kindOf(name) === kind)
      .toSorted(([a, one], [b, other]) => one - other || (a < b ? -1 : 1))
      .map(([name]) => textOf(name));
    const shown = valueOf(record, field);
    if (shown === undefined || own.some((value) => value === shown)) continue;
    const earlier = before.get(field)?.value;
    const value = own.find((each) => each === earlier) ?? own[0];
    record.fields.set(field, { value, effective: clock, clock });
  }
}

export function applyDeletion(model: Model, { clock, name }: { clock: number; name: string }): OperationTold {
  const record = ownerOf(model, name);
  if (!record) return "not-found";
  const ids = new Set(idsOf(model, record));
  for (const each of record.names.keys()) model.tombstones.push({ name: each, clock, recordId: undefined });
  for (const tombstone of model.tombstones)
    if (tombstone.recordId !== undefined && ids.has(tombstone.recordId))
      Object.assign(tombstone, { recordId: undefined, erasedClock: clock });
  model.records.delete(record.id);
  for (const id of ids) model.retired.delete(id);
  for (const merge of model.merges) if (ids.has(merge.survivorId)) merge.isForgotten = true;
  for (const pair of model.apart) if (pair.split(" ").some((id) => ids.has(id))) model.apart.delete(pair);
  return "deleted";
}

export function applyConsent(
  model: Model,
  { clock, recordId, unsubscribed }: { clock: number; recordId: string; unsubscribed: boolean },
): OperationTold {
  const record = recordOf(model, recordId);
  if (!record) return "not-found";
  record.fields.set(CONSENT, { value: unsubscribed ? true : undefined, effective: clock, clock });
  return "applied";
}

export function applyPrimaryEmail(
  model: Model,
  { clock, recordId, name }: { clock: number; recordId: string; name: string },
): OperationTold {
  const record = recordOf(model, recordId);
  if (!record) return "not-found";
  if (!record.names.has(name)) return "no-such-email";
  write(record, { clock, effective: clock, set: { email: textOf(name) }, clear: [] });
  return "applied";
}

export function applyRemoval(
  model: Model,
  { clock, recordId, name }: { clock: number; recordId: string; name: string },
): OperationTold {
  const record = recordOf(model, recordId);
  if (!record) return "not-found";
  if (!record.names.has(name)) return "no-such-email";
  if (record.names.size === 1) return "last-identifier";
  record.names.delete(name);
  model.tombstones.push({ name, clock, recordId: record.id });
  if (valueOf(record, "email") !== textOf(name)) return "applied";
  const [next] = [...record.names]
    .filter(([each]) => kindOf(each) === "email")
    .toSorted(([a, one], [b, other]) => one - other || (a < b ? -1 : 1));
  record.fields.set("email", { value: next && textOf(next[0]), effective: clock, clock });
  return "applied";
}
