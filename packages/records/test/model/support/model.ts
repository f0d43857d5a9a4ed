/**
 * What Onefold promises of contacts, said once more and as plainly as we can: one thing after the other, in memory. It
 * shares no code with the service, and tests hold the service against it.
 */
export interface Model {
  readonly records: Map<string, ModelRecord>;
  /** Where the id of a record leads that is a part of another one: to that one. */
  readonly retired: Map<string, string>;
  readonly tombstones: Tombstone[];
  /** Pairs of ids that were noted as different people. */
  readonly apart: Set<string>;
  readonly merges: ModelMerge[];
  /** All ids that ever were. */
  readonly created: Set<string>;
}

export interface ModelRecord {
  readonly id: string;
  /** By field: the last write, also of one that emptied it. */
  fields: Map<string, Written>;
  /** By name, the clock of the write that brought it. */
  names: Map<string, number>;
}

export interface Written {
  readonly value: string | number | true | undefined;
  readonly effective: number;
  readonly clock: number;
}

export interface Tombstone {
  readonly name: string;
  readonly clock: number;
  /** The record that it was removed from; none where it was erased. */
  recordId: string | undefined;
  erasedClock?: number;
}

/** A merge, with what its undo needs. */
export interface ModelMerge {
  /** Of the command that did it. */
  readonly by: number;
  readonly survivorId: string;
  readonly clock: number;
  /** As they were. */
  readonly secondaries: readonly ModelRecord[];
  /** The survivor's fields without the merge, and right after it. */
  readonly restored: ReadonlyMap<string, Written>;
  readonly merged: ReadonlyMap<string, Written>;
  isUndone: boolean;
  /** Its survivor was deleted. */
  isForgotten: boolean;
}

export function emptyModel(): Model {
  return {
    records: new Map(),
    retired: new Map(),
    tombstones: [],
    apart: new Set(),
    merges: [],
    created: new Set(),
  };
}

export function copyOf(model: Model): Model {
  return {
    records: new Map(Array.from(model.records, ([id, record]) => [id, copyRecord(record)])),
    retired: new Map(model.retired),
    tombstones: model.tombstones.map((each) => ({ ...each })),
    apart: new Set(model.apart),
    merges: model.merges.map((each) => ({ ...each })),
    created: new Set(model.created),
  };
}

export function copyRecord({ id, fields, names }: ModelRecord): ModelRecord {
  return { id, fields: new Map(fields), names: new Map(names) };
}

/** The live record that an id leads to. */
export function recordOf({ records, retired }: Model, id: string | undefined): ModelRecord | undefined {
  let at = id;
  while (at !== undefined && retired.has(at)) at = retired.get(at);
  return at === undefined ? undefined : records.get(at);
}

export function ownerOf({ records }: Model, name: string): ModelRecord | undefined {
  return [...records.values()].find(({ names }) => names.has(name));
}

/** All ids that lead to a record, its own among them. */
export function idsOf(model: Model, { id }: ModelRecord): string[] {
  return [id, ...[...model.retired.keys()].filter((each) => recordOf(model, each)?.id === id)];
}

export function later(a: Written, b: Written | undefined): boolean {
  return b === undefined || a.effective > b.effective || (a.effective === b.effective && a.clock > b.clock);
}

export function valueOf(record: ModelRecord, field: string): Written["value"] {
  return record.fields.get(field)?.value;
}

/** Kinds by strength, each with the field that shows the primary one. */
export const KINDS = [
  ["email", "email"],
  ["linkedin", "linkedinUrl"],
  ["salesNav", "linkedinUrlSalesNav"],
] as const;

export function kindOf(name: string): string {
  return name.split(" ")[0] ?? "";
}

/** A name without its kind, as a field shows it. */
export function textOf(name: string): string {
  return name.slice(kindOf(name).length + 1);
}

export function pairOf(a: string, b: string): string {
  return [a, b].toSorted().join(" ");
}

/** Whether they, or what is a part of them, were noted as different. */
export function areApart(model: Model, a: ModelRecord, b: ModelRecord): boolean {
  return idsOf(model, a).some((one) => idsOf(model, b).some((other) => model.apart.has(pairOf(one, other))));
}

/** Makes one record a part of another: its names go along. */
export function absorb({ records, retired }: Model, survivor: ModelRecord, other: ModelRecord): void {
  for (const [name, clock] of other.names) survivor.names.set(name, clock);
  records.delete(other.id);
  retired.set(other.id, survivor.id);
}
