import type { FieldValue, RecordSnapshot } from "@onefold/contract";
import { definitionOf } from "@onefold/identity";
import type { RecordState } from "@onefold/identity";
import type { LoadedRecord } from "../commit/commit-state.ts";

/** Under which id a company that a record is linked to goes now; undefined where it was deleted. */
export type ResolveCompany = (companyId: string) => string | undefined;

/** The record as it stands, in the contract's words. */
export function snapshotOf(
  record: Pick<LoadedRecord, "teamId" | "recordId" | "identifiers" | "updatedClock">,
  state: RecordState,
  resolveCompany: ResolveCompany,
): RecordSnapshot {
  const { ownerId, companyId: linkedId, unsubscribed, ...rest } = state.fields;
  const companyId = typeof linkedId === "string" ? resolveCompany(linkedId) : undefined;
  const fields: Record<string, FieldValue> = rest;
  const identifiers: Record<string, string[]> = {};
  for (const { kind, field } of definitionOf(entityOf(record.recordId)).identifiers) {
    const primary = fields[field];
    delete fields[field];
    const owned = record.identifiers
      .filter((identifier) => identifier.kind === kind)
      .toSorted(
        (a, b) =>
          Number(b.value === primary) - Number(a.value === primary) ||
          a.clock - b.clock ||
          (a.value < b.value ? -1 : 1),
      );
    if (owned.length > 0) identifiers[kind] = owned.map((identifier) => identifier.value);
  }
  return {
    recordId: record.recordId,
    teamId: record.teamId,
    fields,
    identifiers,
    ownerId: typeof ownerId === "string" ? ownerId : state.origin.createdBy,
    ...(companyId !== undefined && { companyId }),
    ...(unsubscribed === true && { unsubscribed }),
    source: state.origin.source,
    createdAt: millisecondsOf(state.origin.clock),
    createdBy: state.origin.createdBy,
    updatedAt: millisecondsOf(record.updatedClock),
  };
}

function entityOf(recordId: string): "contact" | "company" {
  return recordId.startsWith("ctc_") ? "contact" : "company";
}

/** A clock counts microseconds. */
function millisecondsOf(clock: number): number {
  return Math.floor(clock / 1000);
}
