import { notesIn } from "@onefold/contract";
import type { Job, JobCounts, JobNote } from "@onefold/contract";
import { presentTime, visibleResult } from "@onefold/present";
import type { Scoped } from "@onefold/present";
import type { StoredReceipt } from "@onefold/records";
import { toldClock } from "./told-clock.ts";
import { presentUpsert } from "./upsert.ts";

export interface JobName {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly acceptedAt: number;
}

/** Shows that key the job of a single POST, as `GET /api/jobs/{id}` answers it. A job without a receipt is queued. */
export function presentJob(
  reader: Scoped,
  { id, acceptedAt }: JobName,
  receipt: StoredReceipt | undefined,
): Job {
  const job = { id, kind: kindOf(receipt), acceptedAt: presentTime(acceptedAt) };
  if (!receipt) return { ...job, status: "queued", counts: { ...NONE, pending: 1 } };
  const ended = {
    finishedAt: presentTime(receipt.finishedAt),
    counts: countsOf(receipt),
    ...toldClock(receipt),
  };
  if (receipt.result.outcome === "erased") return { ...job, status: "completed", ...ended, erased: true };
  const { status: httpStatus, body: result } = presentUpsert(reader, receipt);
  const notes = notesOf(reader, receipt);
  return {
    ...job,
    status: result.success ? "completed" : "failed",
    ...ended,
    ...(notes.length > 0 && { notes }),
    httpStatus,
    result,
    ...("undoUrl" in result && result.undoUrl !== undefined && { undoUrl: result.undoUrl }),
    ...(!result.success && { error: result.error }),
  };
}

/** Before it is applied, it isn't known what a request was for. But only upserts are queued. */
function kindOf(receipt: StoredReceipt | undefined): Job["kind"] {
  if (!receipt || receipt.result.outcome === "rejected") return "upsert";
  return receipt.result.action ?? "upsert";
}

const NONE: JobCounts = {
  total: 1,
  pending: 0,
  created: 0,
  updated: 0,
  unmodified: 0,
  rejected: 0,
  cancelled: 0,
  conflicts: 0,
};

/** Gives the notes as those of a job with one row. */
function notesOf(reader: Scoped, receipt: StoredReceipt): JobNote[] {
  const result = visibleResult(reader, receipt.result);
  if (result.outcome === "rejected" || result.outcome === "erased") return [];
  return notesIn(result).map((code) => ({ code, rows: 1, firstRow: 0 }));
}

function countsOf({ result }: StoredReceipt): JobCounts {
  if (result.outcome === "erased") return { ...NONE, [result.applied]: 1 };
  const isConflict =
    result.outcome === "rejected"
      ? result.code === "IDENTITY_CONFLICT"
      : result.fieldRejections.some(({ reason }) => reason === "duplicate");
  return { ...NONE, [result.outcome]: 1, conflicts: isConflict ? 1 : 0 };
}
