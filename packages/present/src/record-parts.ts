import { forEachEntity, typed } from "@onefold/contract";
import type { Entity, RecordSnapshot, ShownIdentifier } from "@onefold/contract";
import { definitionOf } from "@onefold/identity";
import type { VisibleRecord } from "./visible-result.ts";

/** Writes milliseconds since 1970 as the wire has them: ISO 8601, UTC, with milliseconds. */
export function presentTime(ms: number): string {
  return new Date(ms).toISOString();
}

/** Gives what the records of all entities show alike. A field without a value is left out, never null. */
export function presentRecordParts<E extends Entity>(entity: E, record: VisibleRecord) {
  const page = record.identifiers.linkedin?.[0];
  return {
    teamId: record.teamId,
    ...shownIdentifiers(entity, record),
    // lemlist has the page among the fields too, and its clients read it there.
    fields: page === undefined ? record.fields : { ...record.fields, linkedinUrl: page },
    ...(record.ownerId !== undefined && { ownerId: record.ownerId }),
    ...(record.source !== undefined && { source: record.source }),
    ...(record.createdAt !== undefined && { createdAt: presentTime(record.createdAt) }),
    ...(record.createdBy !== undefined && { createdBy: record.createdBy }),
  };
}

/** Gives the primary values of all kinds but the main one, which each entity shows in its own way. */
function shownIdentifiers<E extends Entity>(entity: E, { identifiers }: VisibleRecord) {
  const shown: Partial<Record<string, string>> = {};
  for (const { kind, field } of SHOWN[entity]) {
    const primary = identifiers[kind]?.[0];
    if (primary !== undefined) shown[field] = primary;
  }
  return typed<Partial<Record<ShownIdentifier<E>, string>>>(shown);
}

const SHOWN = forEachEntity((entity) => definitionOf(entity).identifiers.slice(1));

/** Says where a record comes from. Only who sees the whole record is told. */
export function presentOrigin({ source, createdAt, createdBy }: RecordSnapshot) {
  return { source, createdAt: presentTime(createdAt), createdBy };
}

/** Gives a field's value as text, if it has one. */
export function fieldText(record: VisibleRecord, field: string): string | undefined {
  const value = Object.hasOwn(record.fields, field) ? record.fields[field] : undefined;
  return typeof value === "string" ? value : undefined;
}
