import type { Entity, Identifier, IdentifierKind, Item, Upsert } from "@onefold/contract";
import type { MergeTrace, RecordState } from "@onefold/identity";
import type { EntityTables } from "../rows/entity-tables.ts";
import type { IsDeletedField } from "./deleted-fields.ts";
import { identifiersGiven } from "./upsert-names.ts";

/** A record while a commit folds over it. */
export interface LoadedRecord {
  readonly teamId: string;
  readonly recordId: string;
  /** Undefined until the item that creates it has been folded. */
  state: RecordState | undefined;
  /** Every identifier that it owns. */
  readonly identifiers: OwnedIdentifier[];
  updatedClock: number;
  /** Set by a merge: the record is a part of that one now. */
  mergedInto?: LoadedRecord;
  /** Absent if nothing is a part of it that an undo could part from it. */
  lastMerge?: LastMerge;
}

export interface OwnedIdentifier {
  kind: IdentifierKind;
  value: string;
  clock: number;
}

/** An identifier that a commit gives to a record. */
export interface AttachedIdentifier extends Identifier {
  readonly record: LoadedRecord;
  readonly clock: number;
}

/** The last merge into a record that stands. What is written to the record tells of all that are parts of it. */
export interface LastMerge {
  /** Its number, which rises with the merges of a survivor. Absent until a commit has written what it merged. */
  readonly seq?: number;
}

/** Records that became one. */
export interface Merge extends LastMerge {
  seq?: number;
  /** The item that merged them. It names the merge for an undo. */
  readonly item: Pick<Item, "ref" | "clock">;
  readonly survivor: LoadedRecord;
  /** The records as they would be without the merge. */
  readonly secondaries: readonly MergedRecord[];
  readonly trace: MergeTrace & {
    readonly restoredUpdatedClock: number;
    readonly mergedUpdatedClock: number;
  };
}

export interface MergedRecord {
  readonly record: LoadedRecord;
  readonly state: RecordState;
  readonly updatedClock: number;
  readonly identifiers: readonly OwnedIdentifier[];
}

/** When an identifier stopped naming a record. */
export interface Tombstone {
  readonly clock: number;
  /** The record that it was removed from. Absent if the record was erased, then or since. */
  readonly recordId?: string;
  /** When that record was erased, if the identifier had been removed from it before. */
  readonly erasedClock?: number;
}

/** What a commit knows of one entity: first what it read under its locks, then also what it folds into it. */
export class EntityState {
  readonly tables: EntityTables;
  /** Which record owns an identifier. */
  readonly #owners = new Map<string, { teamId: string; recordId: string }>();
  /** Records that exist and aren't part of the commit: companies to link to. */
  readonly #known = new Set<string>();
  /** Where retired ids lead: to their survivor, or nowhere. */
  readonly #retired = new Map<string, string | undefined>();
  /** By record, the records that are known to be somebody else. */
  readonly #different = new Map<string, Set<string>>();
  readonly #tombstones = new Map<string, Tombstone[]>();
  /** Since when identifiers are unsubscribed. */
  readonly #unsubscribed = new Map<string, number>();
  /** The records of the commit, locked or new. */
  readonly records = new Map<string, LoadedRecord>();
  /** Identifiers that the commit gives to records. */
  readonly attached: AttachedIdentifier[] = [];
  readonly merges: Merge[] = [];

  constructor(tables: EntityTables) {
    this.tables = tables;
  }

  ownerOf(teamId: string, identifier: Identifier): string | undefined {
    return this.#owners.get(identifierKey(teamId, identifier))?.recordId;
  }

  setOwner(teamId: string, identifier: Identifier, recordId: string): void {
    this.#owners.set(identifierKey(teamId, identifier), { teamId, recordId });
  }

  /** Gives the records that own an identifier of the commit, each once. */
  ownedRecords(): { team_id: string; record_id: string }[] {
    const records = new Map<string, { team_id: string; record_id: string }>();
    for (const { teamId, recordId } of this.#owners.values())
      records.set(recordKey(teamId, recordId), { team_id: teamId, record_id: recordId });
    return [...records.values()];
  }

  /** Gives the live record of that id. For a retired id it is the survivor. */
  recordOf(teamId: string, recordId: string): LoadedRecord | undefined {
    const liveId = this.resolve(teamId, recordId);
    const record = liveId === undefined ? undefined : this.records.get(recordKey(teamId, liveId));
    return record && survivorOf(record);
  }

  addRecord(record: LoadedRecord): void {
    this.records.set(recordKey(record.teamId, record.recordId), record);
  }

  addKnown(teamId: string, recordId: string): void {
    this.#known.add(recordKey(teamId, recordId));
  }

  /** Says whether a record of that id can be linked to. */
  exists(teamId: string, recordId: string): boolean {
    const key = recordKey(teamId, recordId);
    return (
      this.#known.has(key) ||
      this.#retired.get(key) !== undefined ||
      this.recordOf(teamId, recordId) !== undefined
    );
  }

  /** Notes where a retired id leads; undefined means nowhere. */
  retire(teamId: string, recordId: string, survivorId: string | undefined): void {
    this.#retired.set(recordKey(teamId, recordId), survivorId);
  }

  /** Gives the id under which a record is known now: its own, or its survivor's. It is undefined for a deleted one. */
  resolve(teamId: string, recordId: string): string | undefined {
    const key = recordKey(teamId, recordId);
    const liveId = this.#retired.has(key) ? this.#retired.get(key) : recordId;
    if (liveId === undefined) return undefined;
    const record = this.records.get(recordKey(teamId, liveId));
    return record ? survivorOf(record).recordId : liveId;
  }

  /** Notes that two records are different people, or companies. */
  setDifferent(teamId: string, a: string, b: string): void {
    for (const [one, other] of [
      [a, b],
      [b, a],
    ] as const) {
      const key = recordKey(teamId, one);
      this.#different.set(key, (this.#different.get(key) ?? new Set()).add(other));
    }
  }

  areDifferent(teamId: string, a: string, b: string): boolean {
    return this.#different.get(recordKey(teamId, a))?.has(b) === true;
  }

  setUnsubscribed(teamId: string, identifier: Identifier, clock: number): void {
    const key = identifierKey(teamId, identifier);
    this.#unsubscribed.set(key, Math.max(clock, this.#unsubscribed.get(key) ?? 0));
  }

  /** Says since when one of the upsert's identifiers that the record owns is unsubscribed, last; undefined if none is. */
  unsubscribedSince({ teamId, recordId }: LoadedRecord, upsert: Upsert): number | undefined {
    // Most commits have none.
    if (this.#unsubscribed.size === 0) return undefined;
    const given = identifiersGiven(this.tables.definition, upsert);
    const own = given.filter((identifier) => this.ownerOf(teamId, identifier) === recordId);
    const clocks = own.map((identifier) => this.#unsubscribed.get(identifierKey(teamId, identifier)) ?? 0);
    const latest = Math.max(0, ...clocks);
    return latest === 0 ? undefined : latest;
  }

  addTombstone(teamId: string, identifier: Identifier, tombstone: Tombstone): void {
    const key = identifierKey(teamId, identifier);
    this.#tombstones.set(key, [...(this.#tombstones.get(key) ?? []), tombstone]);
  }

  /**
   * Says how the identifier stopped naming the record that an item of that clock means by it. It is undefined if the
   * identifier names that record still, or named nobody. A record that got it later is somebody else. If nobody has it
   * now, and it was taken from a record before that was erased, it counts as erased with the record.
   */
  tombstoneOf(teamId: string, identifier: Identifier, clock: number): Tombstone | undefined {
    // Most commits have none, and each item asks for each of its identifiers several times.
    if (this.#tombstones.size === 0) return undefined;
    const all = this.#tombstones.get(identifierKey(teamId, identifier));
    if (!all) return undefined;
    const [next] = all.filter((each) => each.clock > clock).toSorted((a, b) => a.clock - b.clock);
    if (next || this.ownerOf(teamId, identifier) !== undefined) return next;
    return all.find(({ erasedClock = 0 }) => erasedClock > clock);
  }

  /** Gives the record that an item of that clock means by the identifier. */
  ownerThen(teamId: string, identifier: Identifier, clock: number): string | undefined {
    const tombstone = this.tombstoneOf(teamId, identifier, clock);
    if (!tombstone) return this.ownerOf(teamId, identifier);
    return tombstone.recordId && this.recordOf(teamId, tombstone.recordId)?.recordId;
  }

  /** Says whether an item of that clock means somebody by it who was erased since. */
  isErased(teamId: string, identifier: Identifier, clock: number): boolean {
    const tombstone = this.tombstoneOf(teamId, identifier, clock);
    return tombstone !== undefined && tombstone.recordId === undefined;
  }

  /** Notes an identifier that a record owns already. */
  addIdentifier(record: LoadedRecord, identifier: Identifier, clock: number): void {
    this.setOwner(record.teamId, identifier, record.recordId);
    record.identifiers.push({ ...identifier, clock });
  }

  /** Gives a record an identifier that nobody owns. The commit writes it. */
  attach(record: LoadedRecord, identifier: Identifier, clock: number): void {
    this.addIdentifier(record, identifier, clock);
    this.attached.push({ record, ...identifier, clock });
  }

  /** Hands all that a record owns to another record. From now on it is a part of that one. */
  merge(survivor: LoadedRecord, secondary: LoadedRecord): void {
    for (const { clock, ...identifier } of secondary.identifiers)
      this.addIdentifier(survivor, identifier, clock);
    for (const other of this.#different.get(recordKey(secondary.teamId, secondary.recordId)) ?? [])
      this.setDifferent(survivor.teamId, survivor.recordId, other);
    secondary.mergedInto = survivor;
  }
}

/** Gives the record that it is a part of, by any number of merges, or itself if there was none. */
export function survivorOf(record: LoadedRecord): LoadedRecord {
  let survivor = record;
  while (survivor.mergedInto) survivor = survivor.mergedInto;
  return survivor;
}

/** Everything that folding a commit looks at. */
export interface CommitState {
  readonly entities: Readonly<Record<Entity, EntityState>>;
  /** Gives the member that an owner names by id or e-mail. */
  memberOf(teamId: string, owner: string): string | undefined;
  readonly isDeletedField: IsDeletedField;
}

function identifierKey(teamId: string, identifier: Identifier): string {
  return `${teamId} ${identifier.kind} ${identifier.value}`;
}

function recordKey(teamId: string, recordId: string): string {
  return `${teamId} ${recordId}`;
}
