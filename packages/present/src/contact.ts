import type { Contact, ContactJob, RecordSnapshot, SnapshotJob } from "@onefold/contract";
import { fieldText, presentOrigin, presentRecordParts, presentTime } from "./record-parts.ts";
import type { VisibleRecord } from "./visible-result.ts";

/** Gives what a contact shows both in an upsert's answer and when it is read. */
export function presentContactParts(record: VisibleRecord) {
  return {
    _id: record.recordId,
    ...presentRecordParts("contact", record),
    emails: (record.identifiers.email ?? []).map((value) => ({ value })),
    ...(record.companyId !== undefined && { companyId: record.companyId }),
    ...(record.jobs && { jobs: record.jobs.map(presentContactJob) }),
    ...(record.unsubscribed !== undefined && { unsubscribed: record.unsubscribed }),
  };
}

function presentContactJob({ companyId, companyName, fields, current, since }: SnapshotJob): ContactJob {
  const { jobTitle, jobDescription } = fields;
  return {
    companyId,
    ...(companyName !== undefined && { companyName }),
    ...(typeof jobTitle === "string" && { jobTitle }),
    ...(typeof jobDescription === "string" && { jobDescription }),
    current,
    since: presentTime(since),
  };
}

/** Makes the answer to `GET /api/contacts/{idOrEmail}`. */
export function presentContact(record: RecordSnapshot): Contact {
  const names = [fieldText(record, "firstName"), fieldText(record, "lastName")];
  const fullName = names.filter((name) => name !== undefined).join(" ");
  const email = record.identifiers.email?.[0];
  return {
    ...presentContactParts(record),
    ...presentOrigin(record),
    jobs: (record.jobs ?? []).map(presentContactJob),
    unsubscribed: record.unsubscribed === true,
    ...(fullName !== "" && { fullName }),
    ...(email !== undefined && { email }),
    updatedAt: presentTime(record.updatedAt),
    campaigns: [],
    fieldRejections: [],
  };
}
