import { ADDITIONAL_EMAILS_MAX } from "@onefold/contract";
import type { FieldRejection, Identifier, Item } from "@onefold/contract";
import type { Clash } from "@onefold/identity";
import type { EntityState, LoadedRecord, Tombstone } from "./commit-state.ts";

/** How many identifiers of one kind a record has at most: the primary one and the additional ones. */
export const MAX_IDENTIFIERS = ADDITIONAL_EMAILS_MAX + 1;

export interface Attached {
  /** Identifiers to set as the record's primary ones, by field. */
  readonly primaries: Record<string, string>;
  /** Additional e-mails that the record did not own before. */
  readonly aliases: string[];
  readonly refused: FieldRejection[];
}

/**
 * Gives the item's identifiers to the record, except those that another record owns and those past the limit. The fold
 * decides which of them is the primary one: a later value replaces it, and the old one stays as an alias that matches.
 */
export function attachIdentifiers(
  entity: EntityState,
  record: LoadedRecord,
  item: Item,
  clashes: readonly Clash[],
): Attached {
  const { clock, upsert } = item;
  const taken = new Set(clashes.map((clash) => `${clash.field} ${clash.value}`));
  const attached: Attached = { primaries: {}, aliases: [], refused: [] };
  const isKept = upsert.keepsIdentifiers === true && record.state !== undefined;
  const { identifiers: fields, main, aliases } = entity.tables.definition;
  for (const identifier of upsert.identifiers) {
    const field = fields.find((known) => known.kind === identifier.kind)?.field;
    if (!field || taken.has(`${field} ${identifier.value}`)) continue;
    const gone = tombstoneOf(entity, record, identifier, item);
    if (gone) {
      attached.refused.push(lost(record, field, identifier.value, gone));
      continue;
    }
    if (isKept) {
      attached.refused.push(...beyondScope(entity, record, field, identifier));
      continue;
    }
    const given = give(entity, record, identifier, clock, MAX_IDENTIFIERS);
    if (given === "full") attached.refused.push(full(record, field, identifier.value));
    else attached.primaries[field] = identifier.value;
  }
  if (!aliases) return attached;
  // A record without a primary value keeps a place for one.
  const hasPrimary = attached.primaries[main.field] ?? record.state?.fields[main.field];
  const aliasLimit = hasPrimary === undefined ? ADDITIONAL_EMAILS_MAX : MAX_IDENTIFIERS;
  for (const value of upsert.aliases ?? []) {
    const alias = { kind: main.kind, value };
    if (taken.has(`${aliases.field} ${value}`)) continue;
    const gone = tombstoneOf(entity, record, alias, item);
    if (gone) {
      attached.refused.push(lost(record, aliases.field, value, gone));
      continue;
    }
    if (isKept) {
      attached.refused.push(...beyondScope(entity, record, aliases.field, alias));
      continue;
    }
    const given = give(entity, record, alias, clock, aliasLimit);
    if (given === "full") attached.refused.push(full(record, aliases.field, value));
    if (given === "new") attached.aliases.push(value);
  }
  return attached;
}

/**
 * Refuses an identifier that the key may not give. One that the record has already stays as it is: it is neither
 * refused nor made the primary one.
 */
function beyondScope(
  entity: EntityState,
  record: LoadedRecord,
  field: string,
  identifier: Identifier,
): FieldRejection[] {
  if (entity.ownerOf(record.teamId, identifier) === record.recordId) return [];
  return [{ field, reason: "scope", rejectedValue: identifier.value }];
}

function give(
  entity: EntityState,
  record: LoadedRecord,
  identifier: Identifier,
  clock: number,
  limit: number,
): "owned" | "new" | "full" {
  if (entity.ownerOf(record.teamId, identifier) === record.recordId) return "owned";
  const same = record.identifiers.filter((owned) => owned.kind === identifier.kind);
  if (same.length >= limit) return "full";
  entity.attach(record, identifier, clock);
  return "new";
}

/**
 * Gives the tombstone of an identifier that was taken from a record after the item was accepted, unless it is this
 * record's by now.
 */
function tombstoneOf(
  entity: EntityState,
  { teamId, recordId }: LoadedRecord,
  identifier: Identifier,
  { clock, upsert }: Item,
): Tombstone | undefined {
  if (entity.ownerOf(teamId, identifier) === recordId) return undefined;
  // Sending an item again doesn't bring back what was erased since it was first sent.
  if (entity.isErased(teamId, identifier, upsert.retryOf ?? clock)) return { clock };
  return entity.tombstoneOf(teamId, identifier, clock);
}

/** The value of what was erased isn't kept, not even here. */
function lost(record: LoadedRecord, field: string, value: string, { recordId }: Tombstone): FieldRejection {
  if (recordId === undefined) return { field, reason: "deleted" };
  return { field, reason: "stale", rejectedValue: value, conflictingRecordId: record.recordId };
}

function full(record: LoadedRecord, field: string, value: string): FieldRejection {
  return { field, reason: "limit", rejectedValue: value, conflictingRecordId: record.recordId };
}
