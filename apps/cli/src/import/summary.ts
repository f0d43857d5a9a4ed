import type { Job } from "@onefold/contract";
import { printable } from "../output/printable.ts";
import { print } from "../print.ts";
import { describeCounts, doneOf, grouped, rowsOf } from "../jobs/describe-counts.ts";
import { describeEnd } from "../jobs/describe-end.ts";
import { describeNotes } from "../jobs/describe-notes.ts";
import { resultFormatOf } from "../jobs/download-results.ts";
import type { ToldNote } from "../jobs/read-notes.ts";
import type { Source } from "./open-source.ts";
import { durationOf } from "./progress.ts";
import type { Uploaded } from "./upload.ts";

export interface Finished {
  readonly job: Job;
  readonly source: Source;
  readonly uploaded: Uploaded;
  readonly idempotencyKey: string;
  /** Where the rejected rows are. */
  readonly rejects: string | undefined;
  readonly notes: readonly ToldNote[];
  readonly ms: number;
}

/** What became of an import, for people or as one JSON object. */
export function printSummary(options: { readonly json?: boolean }, finished: Finished): void {
  const { job, source, uploaded, idempotencyKey, rejects, notes, ms } = finished;
  const { id, status, counts } = job;
  const value = {
    job: id,
    status,
    counts,
    ...(notes.length > 0 && { notes }),
    ...(job.upload?.problem !== undefined && { problem: job.upload.problem }),
    file: source.name,
    idempotencyKey,
    replayed: uploaded.isReplayed,
    ...(uploaded.charset !== undefined && { charset: uploaded.charset }),
    seconds: Math.round(ms) / 1_000,
    ...(rejects !== undefined && { rejects }),
  };
  print(options, value, sentences(finished).map(printable).join("\n"), "line");
}

function sentences({ job, source, uploaded, rejects, notes, ms }: Finished): string[] {
  const { id, counts } = job;
  const done = doneOf(counts);
  const took = uploaded.isReplayed
    ? `${source.name} was imported already, by job ${id} of ${job.acceptedAt}; --again imports it anew.`
    : `${describeEnd(job)} ${rowsOf(done)} in ${durationOf(ms)} (${grouped(done / (ms / 1_000))}/s), job ${id}.`;
  const refused =
    counts.rejected === 0
      ? []
      : rejects === undefined
        ? [`The rejected rows, and why: npx onefold jobs results ${id} --outcome rejected`]
        : [`The rejected rows, and why, are in ${rejects}: ${MEND[resultFormatOf(rejects)]}.`];
  const read = uploaded.charset === undefined ? [] : [`Read as ${uploaded.charset}.`];
  return [took, `${capital(describeCounts(counts))}.`, ...read, ...describeNotes(id, notes), ...refused];
}

const MEND = {
  csv: "mend them there and import that file",
  ndjson: "each with its input",
} as const;

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

export function printDetached(
  options: { readonly json?: boolean },
  { jobId, rows, charset, isReplayed }: Uploaded,
): void {
  const as = charset === undefined ? "" : `, read as ${charset}`;
  const text = `Uploaded ${rowsOf(rows)}${as}. The import goes on: npx onefold jobs watch ${jobId}`;
  print(
    options,
    { job: jobId, rows, replayed: isReplayed, ...(charset !== undefined && { charset }) },
    text,
    "line",
  );
}
