import type { Company, RecordSnapshot } from "@onefold/contract";
import { fieldText, presentOrigin, presentRecordParts, presentTime } from "./record-parts.ts";
import type { VisibleRecord } from "./visible-result.ts";

/** Gives what a company shows both in an upsert's answer and when it is read. */
export function presentCompanyParts(record: VisibleRecord) {
  const name = fieldText(record, "name");
  const domain = record.identifiers.domain?.[0];
  return {
    _id: record.recordId,
    ...presentRecordParts("company", record),
    ...(name !== undefined && { name }),
    ...(domain !== undefined && { domain }),
  };
}

/** Makes the answer to `GET /api/companies/{idOrDomain}`. */
export function presentCompany(record: RecordSnapshot): Company {
  return {
    ...presentCompanyParts(record),
    ...presentOrigin(record),
    updatedAt: presentTime(record.updatedAt),
    fieldRejections: [],
  };
}
