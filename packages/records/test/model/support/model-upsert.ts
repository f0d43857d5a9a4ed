import {
  absorb,
  areApart,
  copyRecord,
  KINDS,
  kindOf,
  later,
  ownerOf,
  recordOf,
  textOf,
  valueOf,
} from "./model.ts";
import { firstLink, isFirstLink, jobWritten } from "./model-jobs.ts";
import type { Model, ModelRecord, Tombstone, Written } from "./model.ts";

export interface ModelUpsert {
  /** Which command it is: a record that it creates is called after it. */
  readonly by: number;
  readonly clock: number;
  readonly effective: number;
  /** One of a kind at most, by strength. */
  readonly names: readonly string[];
  /** Names of further e-mails. */
  readonly aliases: readonly string[];
  readonly set: Readonly<Record<string, string>>;
  readonly clear: readonly string[];
  readonly company: string | undefined;
  readonly onConflict: "prefer" | "merge" | "strict";
}

export interface UpsertTold {
  /** Absent where it was rejected. */
  readonly recordId?: string;
  readonly code?: "DELETED" | "IDENTITY_CONFLICT";
  readonly isCreated?: boolean;
  readonly mergedIds?: readonly string[];
  /** `field reason`, sorted. */
  readonly refused?: readonly string[];
}

/** A name of the item that has an owner. */
interface Owned {
  readonly field: string;
  readonly name: string;
  readonly record: ModelRecord;
}

/** Applies an upsert: whom it reaches, what it may give, what is refused. */
export function applyUpsert(model: Model, upsert: ModelUpsert): UpsertTold {
  const owned = ownedBy(model, upsert);
  const [strongest] = owned.main;
  const all = [...owned.main, ...owned.aliases];
  const reached = strongest ?? (upsert.onConflict === "merge" ? owned.aliases[0] : undefined);
  if (meansErased(model, upsert, reached !== undefined)) return { code: "DELETED" };
  const clashes = all.filter(({ record }) => record !== reached?.record);
  if (upsert.onConflict === "strict" && clashes.length > 0) return { code: "IDENTITY_CONFLICT" };

  const record = reached?.record ?? create(model, upsert.by);
  const before = copyRecord(record);
  const parts =
    upsert.onConflict === "merge" ? mergeInto(model, record, clashes) : { merged: [], left: clashes };
  const refused = parts.left.map(({ field }) => `${field} duplicate`);
  const { primaries, notGiven } = attach(model, upsert, record, parts.left);
  refused.push(...notGiven);
  const job = upsert.company === undefined ? { set: {}, clear: [] } : jobWritten(upsert.company, upsert);
  const patch = {
    ...upsert,
    set: { ...upsert.set, ...primaries, ...job.set },
    clear: [...upsert.clear, ...job.clear],
  };
  refused.push(...write(record, patch).map((field) => `${field.replace(/^jobs\/.*\//, "")} stale`));
  if (parts.merged.length > 0) noteMerge(model, record, { before, patch, parts, clashes });
  return {
    recordId: record.id,
    isCreated: reached === undefined,
    mergedIds: parts.merged.map(({ id }) => id).toSorted(),
    refused: [...new Set(refused)].toSorted(),
  };
}

/** As the item means it: a name that was taken from a record since still means that record. */
function ownedBy(model: Model, { names, aliases, clock }: ModelUpsert): { main: Owned[]; aliases: Owned[] } {
  const find = (field: string, name: string): Owned[] => {
    const record = ownerThen(model, name, clock);
    return record ? [{ field, name, record }] : [];
  };
  return {
    main: KINDS.flatMap(([kind, field]) =>
      names.filter((name) => kindOf(name) === kind).flatMap((name) => find(field, name)),
    ),
    aliases: aliases
      .filter((name) => !names.includes(name))
      .flatMap((name) => find("additionalEmails", name)),
  };
}

function ownerThen(model: Model, name: string, clock: number): ModelRecord | undefined {
  const gone = tombstoneOf(model, name, clock);
  return gone ? recordOf(model, gone.recordId) : ownerOf(model, name);
}

/** What became of a name after the item was accepted, if anything. */
function tombstoneOf(model: Model, name: string, clock: number): Tombstone | undefined {
  const all = model.tombstones.filter((each) => each.name === name);
  const [next] = all.filter((each) => each.clock > clock).toSorted((a, b) => a.clock - b.clock);
  if (next || ownerOf(model, name)) return next;
  return all.find(({ erasedClock = 0 }) => erasedClock > clock);
}

function isErased(model: Model, name: string, clock: number): boolean {
  const gone = tombstoneOf(model, name, clock);
  return gone !== undefined && gone.recordId === undefined;
}

/** Whether whom it is about was erased since it was accepted. */
function meansErased(model: Model, { names, aliases, clock }: ModelUpsert, isFound: boolean): boolean {
  const strongest = KINDS.flatMap(([kind]) => names.filter((name) => kindOf(name) === kind)).find(
    (name) => isErased(model, name, clock) || ownerThen(model, name, clock),
  );
  if (strongest !== undefined) return isErased(model, strongest, clock);
  return !isFound && aliases.some((name) => isErased(model, name, clock));
}

function create({ records, created }: Model, by: number): ModelRecord {
  const record: ModelRecord = { id: `r${by}`, fields: new Map(), names: new Map() };
  records.set(record.id, record);
  created.add(record.id);
  return record;
}

interface Parts {
  /** As they were. */
  readonly merged: readonly ModelRecord[];
  readonly left: readonly Owned[];
}

/** Folds those into the record that don't contradict it, field by field by time. */
function mergeInto(model: Model, record: ModelRecord, clashes: readonly Owned[]): Parts {
  const merged: ModelRecord[] = [];
  const left: Owned[] = [];
  for (const clash of clashes) {
    const other = recordOf(model, clash.record.id);
    if (other === record) continue;
    if (!other || areApart(model, record, other) || contradict(record, other)) {
      left.push(clash);
      continue;
    }
    merged.push(copyRecord(other));
    for (const [field, written] of other.fields)
      if (isFirstLink(field)) record.fields.set(field, firstLink(written, record.fields.get(field)));
      else if (later(written, record.fields.get(field))) record.fields.set(field, written);
    absorb(model, record, other);
  }
  return { merged, left };
}

/** Each has a profile, or each a lead: they are two people. */
function contradict(a: ModelRecord, b: ModelRecord): boolean {
  const kinds = (record: ModelRecord) => new Set([...record.names.keys()].map(kindOf));
  return ["linkedin", "salesNav"].some((kind) => kinds(a).has(kind) && kinds(b).has(kind));
}

/** Gives the record the names that are nobody else's. */
function attach(
  model: Model,
  { names, aliases, clock }: ModelUpsert,
  record: ModelRecord,
  left: readonly Owned[],
): { primaries: Record<string, string>; notGiven: string[] } {
  const primaries: Record<string, string> = {};
  const notGiven: string[] = [];
  const give = (field: string, name: string): boolean => {
    if (left.some((each) => each.field === field && each.name === name)) return false;
    if (ownerOf(model, name) !== record) {
      const gone = isErased(model, name, clock) ? { recordId: undefined } : tombstoneOf(model, name, clock);
      if (gone) {
        notGiven.push(`${field} ${gone.recordId === undefined ? "deleted" : "stale"}`);
        return false;
      }
      record.names.set(name, clock);
    }
    return true;
  };
  for (const [kind, field] of KINDS)
    for (const name of names) if (kindOf(name) === kind && give(field, name)) primaries[field] = textOf(name);
  for (const name of aliases) if (!names.includes(name)) give("additionalEmails", name);
  return { primaries, notGiven };
}

type Patch = Pick<ModelUpsert, "clock" | "effective" | "clear"> & {
  readonly set: Readonly<Record<string, string | number>>;
};

/** @returns the fields that something later has with another value */
export function write(record: ModelRecord, { clock, effective, set, clear }: Patch): string[] {
  const stale: string[] = [];
  const values: [string, string | number | undefined][] = [
    ...Object.entries(set),
    ...clear.filter((field) => !(field in set)).map((field): [string, undefined] => [field, undefined]),
  ];
  for (const [field, value] of values) {
    const written: Written = { value, effective, clock };
    if (isFirstLink(field)) record.fields.set(field, firstLink(written, record.fields.get(field)));
    else if (later(written, record.fields.get(field))) record.fields.set(field, written);
    else if (valueOf(record, field) !== value) stale.push(field);
  }
  return stale;
}

function noteMerge(
  { merges }: Model,
  record: ModelRecord,
  {
    before,
    patch,
    parts,
    clashes,
  }: { before: ModelRecord; patch: Patch & { by: number }; parts: Parts; clashes: readonly Owned[] },
): void {
  const alone = copyRecord(before);
  const isTheirs = ([field, value]: [string, string | number]) =>
    clashes.some((clash) => clash.field === field && textOf(clash.name) === value);
  write(alone, {
    ...patch,
    set: Object.fromEntries(Object.entries(patch.set).filter((each) => !isTheirs(each))),
  });
  merges.push({
    by: patch.by,
    survivorId: record.id,
    clock: patch.clock,
    secondaries: parts.merged,
    restored: alone.fields,
    merged: new Map(record.fields),
    isUndone: false,
    isForgotten: false,
  });
}
