import type { Company, RecordSnapshot } from "@onefold/contract";
import { fieldText, presentRecordParts, presentTime } from "./record-parts.ts";

/** What a company shows in an upsert's answer and when it is read. */
export function presentCompanyParts(record: RecordSnapshot) {
  const name = fieldText(record, "name");
  const domain = record.identifiers.domain?.[0];
  return {
    _id: record.recordId,
    ...presentRecordParts(record),
    ...(name !== undefined && { name }),
    ...(domain !== undefined && { domain }),
  };
}

/** The answer to `GET /api/companies/{idOrDomain}`. */
export function presentCompany(record: RecordSnapshot): Company {
  return { ...presentCompanyParts(record), updatedAt: presentTime(record.updatedAt), fieldRejections: [] };
}
