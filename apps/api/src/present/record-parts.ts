import type { RecordSnapshot } from "@onefold/contract";
import type { VisibleRecord } from "./visible-result.ts";

/** Milliseconds since 1970 as the wire has them: ISO 8601, UTC, milliseconds. */
export function presentTime(ms: number): string {
  return new Date(ms).toISOString();
}

/** What contacts and companies show alike. A field without a value is left out, never null. */
export function presentRecordParts(record: VisibleRecord) {
  const linkedinUrl = record.identifiers.linkedin?.[0];
  const linkedinUrlSalesNav = record.identifiers.salesNav?.[0];
  return {
    teamId: record.teamId,
    ...(linkedinUrl !== undefined && { linkedinUrl }),
    ...(linkedinUrlSalesNav !== undefined && { linkedinUrlSalesNav }),
    fields: record.fields,
    ...(record.ownerId !== undefined && { ownerId: record.ownerId }),
    ...(record.source !== undefined && { source: record.source }),
    ...(record.createdAt !== undefined && { createdAt: presentTime(record.createdAt) }),
    ...(record.createdBy !== undefined && { createdBy: record.createdBy }),
  };
}

/** Where a record that is seen whole comes from. */
export function presentOrigin({ source, createdAt, createdBy }: RecordSnapshot) {
  return { source, createdAt: presentTime(createdAt), createdBy };
}

/** A field's value as text, where it has one. */
export function fieldText(record: VisibleRecord, field: string): string | undefined {
  const value = Object.hasOwn(record.fields, field) ? record.fields[field] : undefined;
  return typeof value === "string" ? value : undefined;
}
