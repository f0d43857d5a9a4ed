import { BODY_MAX_BYTES } from "@onefold/contract";
import type { FieldRejection, FieldValue, Upsert } from "@onefold/contract";
import { readJobField } from "@onefold/identity";
import type { LoadedRecord } from "./commit-state.ts";

/** A request can hold as much by default, so that a new record takes whatever such a body gives. */
export const MAX_CHARACTERS = BODY_MAX_BYTES;

/**
 * Gives the values to set, or none if the record's fields would grow past the limit. Every receipt has the record, so
 * one that grows without end would at last fit into no commit.
 */
export function fittingValues(
  record: LoadedRecord,
  { set }: Pick<Upsert, "set">,
): { set: Upsert["set"]; refused: FieldRejection[] } {
  const before = record.state?.fields ?? {};
  let growth = 0;
  for (const [field, value] of countedOf(set)) {
    const from = before[field];
    growth += from === undefined ? field.length + lengthOf(value) : lengthOf(value) - lengthOf(from);
  }
  if (growth <= 0 || charactersOf(before) + growth <= MAX_CHARACTERS) return { set, refused: [] };
  const refused = countedOf(set).map(([field, rejectedValue]) => ({
    field,
    reason: "limit" as const,
    rejectedValue,
    conflictingRecordId: record.recordId,
  }));
  return { set: {}, refused };
}

/** Says whether a record may hold so much. */
export function fitsOneRecord(fields: Readonly<Record<string, FieldValue>>): boolean {
  return charactersOf(fields) <= MAX_CHARACTERS;
}

/**
 * Counts how much of the limit the values take, with their names. What is kept of jobs takes nothing: their number is
 * limited, and a request that names a company says it only once.
 */
export function charactersOf(fields: Readonly<Record<string, FieldValue>>): number {
  let characters = 0;
  for (const [field, value] of countedOf(fields)) characters += field.length + lengthOf(value);
  return characters;
}

function countedOf(fields: Readonly<Record<string, FieldValue>>): [string, FieldValue][] {
  return Object.entries(fields).filter(([field]) => !readJobField(field));
}

/** Numbers and booleans are short. */
function lengthOf(value: FieldValue): number {
  return typeof value === "string" ? value.length : 8;
}
