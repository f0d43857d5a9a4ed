import type { Entity, Identifier, IdentifierKind, Item } from "@onefold/contract";
import type { MergeTrace, RecordState } from "@onefold/identity";
import type { EntityTables } from "../rows/entity-tables.ts";
import type { IsDeletedField } from "./deleted-fields.ts";

/** A record while a commit folds over it. */
export interface LoadedRecord {
  readonly teamId: string;
  readonly recordId: string;
  /** Absent until the item that creates it has been folded. */
  state: RecordState | undefined;
  /** Every identifier that it owns. */
  readonly identifiers: OwnedIdentifier[];
  updatedClock: number;
  /** Set by a merge: the record is part of that one now. */
  mergedInto?: LoadedRecord;
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

/** Records that became one. */
export interface Merge {
  /** Whose doing it was: names it for an undo. */
  readonly item: Pick<Item, "ref" | "clock">;
  readonly survivor: LoadedRecord;
  /** As they would be without it. */
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
  /** The record that it was removed from; absent where the record was erased, then or since. */
  readonly recordId?: string;
  /** When that record was erased, where the identifier had been removed from it before. */
  readonly erasedClock?: number;
}

/** What a commit knows of one entity: what it read under its locks, then what it folds into it. */
export class EntityState {
  readonly tables: EntityTables;
  /** Which record owns an identifier. */
  readonly #owners = new Map<string, { teamId: string; recordId: string }>();
  /** Records that exist and are not part of the commit: companies to link to. */
  readonly #known = new Set<string>();
  /** Where retired ids lead: to their survivor, or nowhere. */
  readonly #retired = new Map<string, string | undefined>();
  /** By record, those that are known to be somebody else. */
  readonly #different = new Map<string, Set<string>>();
  readonly #tombstones = new Map<string, Tombstone[]>();
  /** The records of the commit, locked or new. */
  readonly records = new Map<string, LoadedRecord>();
  /** Identifiers that the commit gives away. */
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

  /** The records that own an identifier of the commit, each once. */
  ownedRecords(): { team_id: string; record_id: string }[] {
    const records = new Map<string, { team_id: string; record_id: string }>();
    for (const { teamId, recordId } of this.#owners.values())
      records.set(recordKey(teamId, recordId), { team_id: teamId, record_id: recordId });
    return [...records.values()];
  }

  /** The live record of that id, which may be a retired one's survivor. */
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

  /** Whether a record of that id can be linked to. */
  exists(teamId: string, recordId: string): boolean {
    const key = recordKey(teamId, recordId);
    return (
      this.#known.has(key) ||
      this.#retired.get(key) !== undefined ||
      this.recordOf(teamId, recordId) !== undefined
    );
  }

  /** Where a retired id leads; undefined: nowhere. */
  retire(teamId: string, recordId: string, survivorId: string | undefined): void {
    this.#retired.set(recordKey(teamId, recordId), survivorId);
  }

  /** The id under which a record is known now: its own, or its survivor's; undefined for a deleted one. */
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

  addTombstone(teamId: string, identifier: Identifier, tombstone: Tombstone): void {
    const key = identifierKey(teamId, identifier);
    this.#tombstones.set(key, [...(this.#tombstones.get(key) ?? []), tombstone]);
  }

  /**
   * How the identifier stopped naming the record that an item of that clock means by it; undefined: it names that
   * one still, or nobody yet. Whoever got it after that is somebody else. One that is nobody's now, and was taken
   * from a record before that was erased, counts as erased with it.
   */
  tombstoneOf(teamId: string, identifier: Identifier, clock: number): Tombstone | undefined {
    const all = this.#tombstones.get(identifierKey(teamId, identifier)) ?? [];
    const [next] = all.filter((each) => each.clock > clock).toSorted((a, b) => a.clock - b.clock);
    if (next || this.ownerOf(teamId, identifier) !== undefined) return next;
    return all.find(({ erasedClock = 0 }) => erasedClock > clock);
  }

  /** The record that an item of that clock means by the identifier. */
  ownerThen(teamId: string, identifier: Identifier, clock: number): string | undefined {
    const tombstone = this.tombstoneOf(teamId, identifier, clock);
    if (!tombstone) return this.ownerOf(teamId, identifier);
    return tombstone.recordId && this.recordOf(teamId, tombstone.recordId)?.recordId;
  }

  /** Whether an item of that clock means somebody by it who was erased since. */
  isErased(teamId: string, identifier: Identifier, clock: number): boolean {
    const tombstone = this.tombstoneOf(teamId, identifier, clock);
    return tombstone !== undefined && tombstone.recordId === undefined;
  }

  /** Notes an identifier that a record owns already. */
  addIdentifier(record: LoadedRecord, identifier: Identifier, clock: number): void {
    this.setOwner(record.teamId, identifier, record.recordId);
    record.identifiers.push({ ...identifier, clock });
  }

  /** Gives a record an identifier that nobody owns, to be written with the commit. */
  attach(record: LoadedRecord, identifier: Identifier, clock: number): void {
    this.addIdentifier(record, identifier, clock);
    this.attached.push({ record, ...identifier, clock });
  }

  /** Hands all that a record owns to another, of which it is a part from now on. */
  merge(survivor: LoadedRecord, secondary: LoadedRecord): void {
    for (const { clock, ...identifier } of secondary.identifiers)
      this.addIdentifier(survivor, identifier, clock);
    for (const other of this.#different.get(recordKey(secondary.teamId, secondary.recordId)) ?? [])
      this.setDifferent(survivor.teamId, survivor.recordId, other);
    secondary.mergedInto = survivor;
  }
}

/** The record that it is a part of, by any number of merges; itself where there was none. */
export function survivorOf(record: LoadedRecord): LoadedRecord {
  let survivor = record;
  while (survivor.mergedInto) survivor = survivor.mergedInto;
  return survivor;
}

/** Everything that folding a commit looks at. */
export interface CommitState {
  readonly entities: Readonly<Record<Entity, EntityState>>;
  /** The member that an owner given by id or e-mail names. */
  memberOf(teamId: string, owner: string): string | undefined;
  readonly isDeletedField: IsDeletedField;
}

function identifierKey(teamId: string, identifier: Identifier): string {
  return `${teamId} ${identifier.kind} ${identifier.value}`;
}

function recordKey(teamId: string, recordId: string): string {
  return `${teamId} ${recordId}`;
}
