import type { RecordSnapshot } from "@onefold/contract";
import type { RecordName } from "@onefold/records";

/** Says where the record is that answers in the place of one that was merged into it; else nothing. */
export function contentLocation(
  area: "/api/contacts" | "/api/companies",
  asked: RecordName,
  { recordId }: RecordSnapshot,
): Readonly<Record<string, string>> {
  const isSurvivor = "recordId" in asked && asked.recordId !== recordId;
  return isSurvivor ? { "Content-Location": `${area}/${recordId}` } : {};
}
