import type { ItemResult, Rejected } from "@onefold/contract";
import fc from "fast-check";
import { expect, test } from "vitest";
import { addNotes, notesOf } from "../jobs/job-notes.ts";
import type { CountedNotes } from "../jobs/job-notes.ts";
import { isConflict } from "../jobs/outcome-counts.ts";
import { statusOf } from "../jobs/status-of.ts";
import type { UploadJob } from "../jobs/upload-job.ts";
import { recount } from "./recount.ts";

const job: Omit<UploadJob, "counts" | "notes" | "rejections" | "status"> = {
  teamId: "tea_1",
  jobId: "job_1",
  acceptedAt: 1,
  entity: "contact",
  userId: "usr_1",
  keyId: "key_1",
  options: { onConflict: "prefer", dryRun: false },
  upload: "complete",
  rowsTaken: 1,
};

/** Counts the rows of a job that has ended. */
function counted(results: readonly ItemResult[], isCancelled: boolean): UploadJob {
  const none = { pending: 0, created: 0, updated: 0, unmodified: 0, rejected: 0, cancelled: 0, conflicts: 0 };
  const counts = { ...none, total: results.length };
  const notes: CountedNotes = {};
  results.forEach((result, row) => {
    counts[result.outcome]++;
    counts.conflicts += Number(isConflict(result));
    addNotes(notes, row, result);
  });
  const whole = { ...job, counts, ...notesOf(notes), status: "cancelled" as const };
  return isCancelled ? whole : { ...whole, status: statusOf(whole, counts) };
}

const rejected = fc
  .constantFrom("UNPROCESSABLE", "DROPPED", "IDENTITY_CONFLICT", "DELETED")
  .map((code): Rejected => ({ outcome: "rejected", code, message: "no" }));
const applied = fc
  .record({
    outcome: fc.constantFrom("created", "updated", "unmodified"),
    warnings: fc.subarray<"OWNER_NOT_FOUND" | "COMPANY_NOT_FOUND">(["OWNER_NOT_FOUND", "COMPANY_NOT_FOUND"]),
    reasons: fc.subarray<"duplicate" | "stale">(["duplicate", "stale"]),
  })
  .map(({ outcome, warnings, reasons }): ItemResult => ({
    outcome,
    changes: {},
    warnings: warnings.map((code) => ({ code, field: "x", message: "x" })),
    fieldRejections: reasons.map((reason) => ({ field: "x", reason })),
    record: {
      recordId: "ctc_1",
      teamId: "tea_1",
      fields: {},
      identifiers: {},
      source: "api",
      createdAt: 1,
      createdBy: "usr_1",
      updatedAt: 1,
    },
  }));
const result = fc.oneof(rejected, applied);
/** No row before it has the code: that is all that is said of it. */
const withoutFirst = (notes: readonly { readonly code: string; readonly rows: number }[]) =>
  notes.map(({ code, rows }) => ({ code, rows }));

test("a row that is counted anew comes to what the job would have counted at once", () => {
  fc.assert(
    fc.property(
      fc.array(result, { maxLength: 6 }),
      rejected,
      result,
      fc.array(result, { maxLength: 6 }),
      fc.boolean(),
      (before, old, now, behind, isCancelled) => {
        const had = counted([...before, old, ...behind], isCancelled);
        const all = counted([...before, now, ...behind], isCancelled);
        const anew = recount(had, before.length, old, now);
        expect([anew.counts, anew.status]).toEqual([all.counts, all.status]);
        expect(withoutFirst(anew.notes)).toEqual(withoutFirst(all.notes));
        expect(withoutFirst(anew.rejections)).toEqual(withoutFirst(all.rejections));
        for (const [at, { firstRow }] of all.rejections.entries())
          expect(anew.rejections[at]?.firstRow).toBeLessThanOrEqual(firstRow);
      },
    ),
  );
});
