import type {
  Company,
  Contact,
  Entity,
  MergeContactsAnswer,
  UndoContactsMergeAnswer,
} from "@onefold/contract";
import { presentJobLink, presentRecord } from "@onefold/present";
import type { MergeOutcome, UndoOutcome } from "@onefold/records";
import { undoUrl } from "./undo-url.ts";

/** The same answer about a record of any entity. */
type About<Answer> = Omit<Answer, "data"> & { data: Contact | Company };
type Merged = Extract<MergeOutcome, { kind: "merged" }>;
type Undone = Extract<UndoOutcome, { kind: "undone" }>;

/** Makes the 200 of `POST /api/contacts/merge`. A dry run has no job. */
export function presentMerge(
  entity: Entity,
  { applied, clock, primaryId, mergedIds, rejectedFields }: Merged,
  jobId: string | undefined,
): About<MergeContactsAnswer> {
  const around = {
    success: true as const,
    merged: true as const,
    primaryId,
    mergedIds: [...mergedIds],
    remainingIds: [],
    ...(rejectedFields.length > 0 && { rejectedFields: [...rejectedFields] }),
  };
  const after = jobId === undefined ? { dryRun: true as const } : presentMergeJob(applied, clock, jobId);
  return { ...around, data: presentRecord(entity, applied.record), ...after };
}

/** A repeat that found everything done has nothing of its own to take back. */
function presentMergeJob(applied: Merged["applied"], clock: number, jobId: string) {
  const undo = undoUrl(jobId, applied);
  return { job: presentJobLink(jobId, clock), ...(undo !== undefined && { undoUrl: undo }) };
}

/** Makes the 200 of `POST /api/contacts/merge/{jobId}/undo`. */
export function presentUndo(
  entity: Entity,
  { applied, clock, restoredIds }: Undone,
  jobId: string,
): About<UndoContactsMergeAnswer> {
  const { record } = applied;
  const around = {
    success: true as const,
    undone: true as const,
    primaryId: record.recordId,
    restoredIds: [...restoredIds],
    ...(applied.undo ?? { moved: [], kept: [], left: [] }),
    job: presentJobLink(jobId, clock),
  };
  return { ...around, data: presentRecord(entity, record) };
}
