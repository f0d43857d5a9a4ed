import type { RecordSnapshot } from "@onefold/contract";

/** Milliseconds since 1970 as the wire has them: ISO 8601, UTC, milliseconds. */
export function presentTime(ms: number): string {
  return new Date(ms).toISOString();
}

/** What contacts and companies show alike. A field without a value is left out, never null (API.md). */
export function presentRecordParts(record: RecordSnapshot) {
  const linkedinUrl = record.identifiers.linkedin?.[0];
  const linkedinUrlSalesNav = record.identifiers.salesNav?.[0];
  return {
    teamId: record.teamId,
    ...(linkedinUrl !== undefined && { linkedinUrl }),
    ...(linkedinUrlSalesNav !== undefined && { linkedinUrlSalesNav }),
    fields: record.fields,
    ...(record.ownerId !== undefined && { ownerId: record.ownerId }),
    source: record.source,
    createdAt: presentTime(record.createdAt),
    createdBy: record.createdBy,
  };
}

/** A field's value as text, where it has one. */
export function fieldText(record: RecordSnapshot, field: string): string | undefined {
  const value = Object.hasOwn(record.fields, field) ? record.fields[field] : undefined;
  return typeof value === "string" ? value : undefined;
}
