import type {
  Entity,
  MergeCompaniesAnswer,
  MergeContactsAnswer,
  UndoCompaniesMergeAnswer,
  UndoContactsMergeAnswer,
} from "@onefold/contract";
import type { MergeOutcome, UndoOutcome } from "@onefold/records";
import { presentCompany } from "./company.ts";
import { presentContact } from "./contact.ts";
import { presentJobLink } from "./job-link.ts";

type Merged = Extract<MergeOutcome, { kind: "merged" }>;
type Undone = Extract<UndoOutcome, { kind: "undone" }>;

/** The 200 of `POST /api/contacts/merge`; without a job it was a dry run. */
export function presentMerge(
  entity: Entity,
  { applied, primaryId, mergedIds, rejectedFields }: Merged,
  jobId: string | undefined,
): MergeContactsAnswer | MergeCompaniesAnswer {
  const around = {
    success: true as const,
    merged: true as const,
    primaryId,
    mergedIds: [...mergedIds],
    remainingIds: [],
    ...(rejectedFields.length > 0 && { rejectedFields: [...rejectedFields] }),
  };
  const after = jobId === undefined ? { dryRun: true as const } : presentMergeJob(entity, applied, jobId);
  const { record } = applied;
  return entity === "contact"
    ? { ...around, data: presentContact(record), ...after }
    : { ...around, data: presentCompany(record), ...after };
}

/** A repeat that found all of it done has nothing of its own to take back. */
function presentMergeJob(entity: Entity, { mergedIds = [] }: Merged["applied"], jobId: string) {
  const job = presentJobLink(jobId);
  const area = entity === "contact" ? "contacts" : "companies";
  return { job, ...(mergedIds.length > 0 && { undoUrl: `/api/${area}/merge/${jobId}/undo` }) };
}

/** The 200 of `POST /api/contacts/merge/{jobId}/undo`. */
export function presentUndo(
  entity: Entity,
  { applied, restoredIds }: Undone,
  jobId: string,
): UndoContactsMergeAnswer | UndoCompaniesMergeAnswer {
  const { record } = applied;
  const around = {
    success: true as const,
    undone: true as const,
    primaryId: record.recordId,
    restoredIds: [...restoredIds],
    job: presentJobLink(jobId),
  };
  return entity === "contact"
    ? { ...around, data: presentContact(record) }
    : { ...around, data: presentCompany(record) };
}
