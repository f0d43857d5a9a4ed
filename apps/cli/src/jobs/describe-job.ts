import type { Job } from "@onefold/contract";
import { printable } from "../output/printable.ts";
import { tableOf } from "../table-of.ts";
import { describeCounts, doneOf, grouped } from "./describe-counts.ts";
import { describeEnd } from "./describe-end.ts";
import { describeNotes } from "./describe-notes.ts";
import type { ToldNote } from "./read-notes.ts";

export function describeJob(job: Job, notes: readonly ToldNote[] = []): string {
  const counted = `${describeEnd(job)} Job ${job.id}: ${describeCounts(job.counts)}.`;
  return [counted, ...describeNotes(job.id, notes)].map(printable).join("\n");
}

export function tableOfJobs(jobs: readonly Job[]): string {
  const rows = jobs.map((job) => [
    job.id,
    job.entity ?? "",
    job.status,
    job.acceptedAt,
    ...[job.counts.total, doneOf(job.counts), job.counts.rejected].map(grouped),
    job.options?.dryRun === true ? "dry run" : "",
  ]);
  return tableOf([["JOB", "ENTITY", "STATUS", "ACCEPTED", "ROWS", "DONE", "REJECTED", ""], ...rows]);
}
