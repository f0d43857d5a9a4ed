import type { Entity, Identifier, IdentifierKind } from "@onefold/contract";
import type { RecordState } from "@onefold/identity";

/** A record while a batch folds over it. */
export interface LoadedRecord {
  readonly teamId: string;
  readonly recordId: string;
  /** Absent until the item that creates it has been folded. */
  state: RecordState | undefined;
  /** Every identifier that it owns. */
  readonly identifiers: { kind: IdentifierKind; value: string; clock: number }[];
  updatedClock: number;
}

/** An identifier that a batch gives to a record. */
export interface AttachedIdentifier extends Identifier {
  readonly record: LoadedRecord;
  readonly clock: number;
}

/** What a batch knows of one entity: what it read under its locks, then what it folds into it. */
export class EntityState {
  /** Which record owns an identifier. */
  readonly #owners = new Map<string, { teamId: string; recordId: string }>();
  /** Records that exist and are not part of the batch: companies to link to. */
  readonly #known = new Set<string>();
  /** The records of the batch, locked or new. */
  readonly records = new Map<string, LoadedRecord>();
  /** Identifiers that the batch gives away. */
  readonly attached: AttachedIdentifier[] = [];

  ownerOf(teamId: string, identifier: Identifier): string | undefined {
    return this.#owners.get(identifierKey(teamId, identifier))?.recordId;
  }

  setOwner(teamId: string, identifier: Identifier, recordId: string): void {
    this.#owners.set(identifierKey(teamId, identifier), { teamId, recordId });
  }

  /** The records that own an identifier of the batch, each once. */
  ownedRecords(): { team_id: string; record_id: string }[] {
    const records = new Map<string, { team_id: string; record_id: string }>();
    for (const { teamId, recordId } of this.#owners.values())
      records.set(recordKey(teamId, recordId), { team_id: teamId, record_id: recordId });
    return [...records.values()];
  }

  recordOf(teamId: string, recordId: string): LoadedRecord | undefined {
    return this.records.get(recordKey(teamId, recordId));
  }

  addRecord(record: LoadedRecord): void {
    this.records.set(recordKey(record.teamId, record.recordId), record);
  }

  addKnown(teamId: string, recordId: string): void {
    this.#known.add(recordKey(teamId, recordId));
  }

  exists(teamId: string, recordId: string): boolean {
    const key = recordKey(teamId, recordId);
    return this.#known.has(key) || this.records.has(key);
  }

  /** Notes an identifier that a record owns already. */
  addIdentifier(record: LoadedRecord, identifier: Identifier, clock: number): void {
    this.setOwner(record.teamId, identifier, record.recordId);
    record.identifiers.push({ ...identifier, clock });
  }

  /** Gives a record an identifier that nobody owns, to be written with the batch. */
  attach(record: LoadedRecord, identifier: Identifier, clock: number): void {
    this.addIdentifier(record, identifier, clock);
    this.attached.push({ record, ...identifier, clock });
  }
}

/** Everything that folding a batch looks at. */
export interface BatchState {
  readonly entities: Readonly<Record<Entity, EntityState>>;
  /** The member that an owner given by id or e-mail names. */
  memberOf(teamId: string, owner: string): string | undefined;
}

function identifierKey(teamId: string, identifier: Identifier): string {
  return `${teamId} ${identifier.kind} ${identifier.value}`;
}

function recordKey(teamId: string, recordId: string): string {
  return `${teamId} ${recordId}`;
}
