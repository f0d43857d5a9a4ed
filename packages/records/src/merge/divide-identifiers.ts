import type { OwnedIdentifier } from "../commit/commit-state.ts";
import type { LockedRecord } from "../operations/lock-named.ts";
import type { EntityTables } from "../rows/entity-tables.ts";
import type { MergeDetail } from "./merge-detail.ts";

/** Whose the survivor's identifiers are once the records are apart again. */
export interface Division {
  /** The identifiers that stay with the survivor, the oldest first. */
  readonly own: readonly OwnedIdentifier[];
  /** The identifiers that go back, by record. */
  readonly restored: ReadonlyMap<string, readonly OwnedIdentifier[]>;
  /**
   * The identifiers that the survivor doesn't own any more, by the record that they came with. They can't be given
   * back.
   */
  readonly left: ReadonlyMap<string, readonly OwnedIdentifier[]>;
  readonly movedFields: readonly string[];
  readonly leftFields: readonly string[];
}

/** Decides which identifiers that came with a merge go back, by record. Pure. */
export function divide(tables: EntityTables, survivor: LockedRecord, { secondaries }: MergeDetail): Division {
  const owned = new Set(survivor.identifiers.map(nameOf));
  const byRecord = (isMeant: (identifier: OwnedIdentifier) => boolean) =>
    new Map(
      secondaries.map(({ row, identifiers }) => [row.record_id, byAge(identifiers.filter(isMeant))] as const),
    );
  const restored = byRecord((identifier) => owned.has(nameOf(identifier)));
  const left = byRecord((identifier) => !owned.has(nameOf(identifier)));
  const came = secondaries.flatMap(({ identifiers }) => identifiers);
  const names = new Set(came.map(nameOf));
  const fieldsOf = (identifiers: readonly OwnedIdentifier[]) =>
    tables.definition.identifiers
      .filter(({ kind }) => identifiers.some((identifier) => identifier.kind === kind))
      .map(({ field }) => field);
  return {
    own: byAge(survivor.identifiers.filter((identifier) => !names.has(nameOf(identifier)))),
    restored,
    left,
    movedFields: fieldsOf([...restored.values()].flat()),
    leftFields: fieldsOf([...left.values()].flat()),
  };
}

function byAge(identifiers: readonly OwnedIdentifier[]): OwnedIdentifier[] {
  return identifiers.toSorted((a, b) => a.clock - b.clock || (a.value < b.value ? -1 : 1));
}

/** Says whether nothing would name the record by itself. */
export function isNameless({ own, restored }: Division, recordId: string): boolean {
  return (restored.get(recordId) ?? own).length === 0;
}

function nameOf({ kind, value }: OwnedIdentifier): string {
  return `${kind} ${value}`;
}
