import type { FieldRejection, Identifier, Item } from "@onefold/contract";
import { definitionOf } from "@onefold/identity";
import type { Clash } from "@onefold/identity";
import type { EntityState, LoadedRecord } from "./batch-state.ts";

/** API.md: at most 20 additional e-mails; the same for the other kinds. */
const MAX_ALIASES = 20;
/** Of one kind, the primary one with them. */
export const MAX_IDENTIFIERS = MAX_ALIASES + 1;

export interface Attached {
  /** Identifiers to set as the record's primary ones, by field. */
  readonly primaries: Record<string, string>;
  /** Additional e-mails that the record did not own before. */
  readonly aliases: string[];
  readonly refused: FieldRejection[];
}

/**
 * Gives the item's identifiers to the record, but for those that another record owns and those past the
 * cap. Which of them is the primary one is decided by the fold: a later value replaces it, and the old one
 * stays as an alias that matches.
 */
export function attachIdentifiers(
  entity: EntityState,
  record: LoadedRecord,
  { clock, upsert }: Item,
  clashes: readonly Clash[],
): Attached {
  const taken = new Set(clashes.map((clash) => `${clash.field} ${clash.value}`));
  const attached: Attached = { primaries: {}, aliases: [], refused: [] };
  const isKept = upsert.keepsIdentifiers === true && record.state !== undefined;
  const fields = definitionOf(upsert.entity).identifiers;
  for (const identifier of upsert.identifiers) {
    const field = fields.find((known) => known.kind === identifier.kind)?.field;
    if (!field || taken.has(`${field} ${identifier.value}`)) continue;
    if (isKept) {
      attached.refused.push(...beyondScope(entity, record, field, identifier));
      continue;
    }
    if (isRemoved(entity, record, identifier, clock)) {
      attached.refused.push(removed(record, field, identifier.value));
      continue;
    }
    const given = give(entity, record, identifier, clock, MAX_IDENTIFIERS);
    if (given === "full") attached.refused.push(full(record, field, identifier.value));
    else attached.primaries[field] = identifier.value;
  }
  // A record without a primary e-mail keeps a place for one.
  const hasPrimary = attached.primaries["email"] ?? record.state?.fields["email"];
  const aliasLimit = hasPrimary === undefined ? MAX_ALIASES : MAX_IDENTIFIERS;
  for (const value of upsert.aliases ?? []) {
    if (taken.has(`${ALIASES} ${value}`)) continue;
    if (isKept) {
      attached.refused.push(...beyondScope(entity, record, ALIASES, { kind: "email", value }));
      continue;
    }
    if (isRemoved(entity, record, { kind: "email", value }, clock)) {
      attached.refused.push(removed(record, ALIASES, value));
      continue;
    }
    const given = give(entity, record, { kind: "email", value }, clock, aliasLimit);
    if (given === "full") attached.refused.push(full(record, ALIASES, value));
    if (given === "new") attached.aliases.push(value);
  }
  return attached;
}

const ALIASES = "additionalEmails";

/** One that the record has already stays as it is: neither refused nor made the primary one. */
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

/** Taken away from its record after the item was accepted, and not given to any since. */
function isRemoved(
  entity: EntityState,
  record: LoadedRecord,
  identifier: Identifier,
  clock: number,
): boolean {
  return (
    entity.ownerOf(record.teamId, identifier) === undefined &&
    entity.tombstoneOf(record.teamId, identifier, clock) !== undefined
  );
}

function removed(record: LoadedRecord, field: string, value: string): FieldRejection {
  return { field, reason: "stale", rejectedValue: value, conflictingRecordId: record.recordId };
}

function full(record: LoadedRecord, field: string, value: string): FieldRejection {
  return { field, reason: "limit", rejectedValue: value, conflictingRecordId: record.recordId };
}
