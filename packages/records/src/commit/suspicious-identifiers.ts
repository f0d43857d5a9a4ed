import { SUSPICIOUS_AFTER } from "@onefold/contract";
import type { FieldRejection, Identifier, IdentifierKind, Item, Upsert } from "@onefold/contract";
import type { EntityDefinition } from "@onefold/identity";
import type { EntityState, OwnedIdentifier } from "./commit-state.ts";
import { identifiersGiven } from "./upsert-names.ts";

/** An identifier that the item gave and that it is applied without. */
export interface SuspiciousIdentifier {
  readonly identifier: Identifier;
  readonly isAlias: boolean;
  /** The record that owns it. */
  readonly recordId: string;
}

/**
 * Gives the item's identifiers that too many people have come with. Such an identifier names a record that got
 * identifiers of another kind from many items, and the item would give it one more of that kind, which nobody has yet.
 * An item that names its record by id is believed. Additional e-mails count if they are all that it gives of their
 * kind.
 */
export function suspiciousIdentifiers(entity: EntityState, item: Item): SuspiciousIdentifier[] {
  const { ref, clock, upsert } = item;
  if (upsert.recordId !== undefined || upsert.keepsIdentifiers) return [];
  const { main } = entity.tables.definition;
  const given = identifiersGiven(entity.tables.definition, upsert);
  const aliases = upsert.identifiers.some(({ kind }) => kind === main.kind)
    ? []
    : given.slice(upsert.identifiers.length);
  return given.flatMap((identifier, index) => {
    const recordId = entity.ownerThen(ref.teamId, identifier, clock);
    const record = recordId === undefined ? undefined : entity.recordOf(ref.teamId, recordId);
    if (!record) return [];
    const ownerOf = (other: Identifier) => entity.ownerThen(ref.teamId, other, clock);
    const isNew = upsert.identifiers.filter((other) => other !== identifier && ownerOf(other) === undefined);
    // Their owner decides, as nothing stronger does.
    const isOther = aliases.filter(
      (other) => other.kind !== identifier.kind && ownerOf(other) !== record.recordId,
    );
    const isSuspicious = [...isNew, ...isOther].some(
      ({ kind }) => timesGiven(record.identifiers, kind) >= limitOf(upsert),
    );
    return isSuspicious
      ? [{ identifier, isAlias: index >= upsert.identifiers.length, recordId: record.recordId }]
      : [];
  });
}

/**
 * Gives the item without those identifiers. If nothing else is left to name it, the first of its additional e-mails
 * does.
 */
export function withoutIdentifiers(
  { main }: EntityDefinition,
  item: Item,
  suspicious: readonly SuspiciousIdentifier[],
): Item {
  if (suspicious.length === 0) return item;
  const { upsert } = item;
  const names = new Set(suspicious.map(({ identifier }) => nameOf(identifier)));
  const identifiers = upsert.identifiers.filter((identifier) => !names.has(nameOf(identifier)));
  const aliases = (upsert.aliases ?? []).filter((value) => !names.has(nameOf({ kind: main.kind, value })));
  if (identifiers.length > 0) return { ...item, upsert: { ...upsert, identifiers, aliases } };
  const [first, ...others] = aliases.map((value) => ({ kind: main.kind, value }));
  const left = others.map(({ value }) => value);
  return { ...item, upsert: { ...upsert, identifiers: first ? [first] : [], aliases: left } };
}

/** Makes what the item's result says of one. */
export function suspiciousRejection(
  { identifiers, aliases }: EntityDefinition,
  { identifier, isAlias, recordId }: SuspiciousIdentifier,
): FieldRejection {
  const part = isAlias ? aliases : identifiers.find(({ kind }) => kind === identifier.kind);
  return {
    field: part?.field ?? identifier.kind,
    reason: "suspicious",
    rejectedValue: identifier.value,
    conflictingRecordId: recordId,
  };
}

/** Says whether two records as one would have identifiers of a kind that both have from too many people. */
export function areFromTooMany(
  a: readonly OwnedIdentifier[],
  b: readonly OwnedIdentifier[],
  upsert: Upsert,
): boolean {
  const kinds = new Set(a.map(({ kind }) => kind).filter((kind) => b.some((other) => other.kind === kind)));
  return [...kinds].some((kind) => timesGiven([...a, ...b], kind) > limitOf(upsert));
}

/** Counts how many items brought identifiers of this kind. Several that came together count once. */
function timesGiven(identifiers: readonly OwnedIdentifier[], kind: IdentifierKind): number {
  return new Set(identifiers.filter((owned) => owned.kind === kind).map(({ clock }) => clock)).size;
}

function limitOf({ suspiciousAfter = SUSPICIOUS_AFTER }: Upsert): number {
  return suspiciousAfter;
}

function nameOf({ kind, value }: Identifier): string {
  return `${kind} ${value}`;
}
