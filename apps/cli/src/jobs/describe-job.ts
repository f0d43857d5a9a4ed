import type { Job } from "@onefold/contract";
import { printable } from "../output/printable.ts";
import { tableOf } from "../table-of.ts";
import { describeCounts, doneOf, grouped } from "./describe-counts.ts";
import { describeEnd } from "./describe-end.ts";

export function describeJob(job: Job): string {
  return printable(`${describeEnd(job)} Job ${job.id}: ${describeCounts(job.counts)}.`);
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
