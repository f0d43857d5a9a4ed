import type { ItemRef, ItemResult, Rejected } from "@onefold/contract";
import { sql } from "kysely";
import { isRow } from "../commit/linked-items.ts";
import { addNotes, notesColumn, notesOf } from "../jobs/job-notes.ts";
import type { CountedNotes } from "../jobs/job-notes.ts";
import { isConflict } from "../jobs/outcome-counts.ts";
import { statusOf } from "../jobs/status-of.ts";
import type { UploadJob } from "../jobs/upload-job.ts";
import type { Statement } from "../transactions/statement.ts";

export type Counted = Pick<UploadJob, "counts" | "notes" | "rejections" | "status">;

/**
 * Counts a row of an ended job anew, of which something else became. The first row with a code isn't looked for: what is
 * said of it, that no row before it has the code, stays true. Pure.
 */
export function recount(job: UploadJob, row: number, before: Rejected, after: ItemResult): Counted {
  const counts = { ...job.counts, rejected: job.counts.rejected - 1 };
  counts[after.outcome]++;
  counts.conflicts += Number(isConflict(after)) - Number(isConflict(before));
  const notes: CountedNotes = Object.fromEntries(
    [...job.notes, ...job.rejections].map(({ code, ...counted }) => [code, { ...counted }]),
  );
  const had = notes[before.code];
  if (had && --had.rows === 0) delete notes[before.code];
  addNotes(notes, row, after);
  const status = job.status === "cancelled" ? job.status : statusOf(job, counts);
  return { counts, ...notesOf(notes), status };
}

/** Gives what notes that with the job. What isn't a row of it isn't counted. */
export function recountWrites(
  job: UploadJob | undefined,
  ref: ItemRef,
  before: Rejected,
  after: ItemResult,
): Statement[] {
  if (!job || !isRow(ref)) return [];
  const { counts, status, ...notes } = recount(job, ref.row, before, after);
  return [
    sql`
      update jobs set counts = ${JSON.stringify(counts)}, notes = ${notesColumn(notes)}, status = ${status}
       where team_id = ${job.teamId} and job_id = ${job.jobId}`,
  ];
}
