import type { Job } from "@onefold/contract";
import type { UploadJob } from "@onefold/records";
import type { Scoped } from "./key-powers.ts";
import { presentJobLink } from "./job-link.ts";
import { presentTime } from "./record-parts.ts";
import { seesNote } from "./visible-result.ts";

/**
 * Shows that key a job of many rows.
 * @param now milliseconds since 1970
 */
export function presentUploadJob(reader: Scoped, job: UploadJob, now: number): Job {
  const { url } = presentJobLink(job.jobId);
  const { counts, finishedAt, upload, uploadProblem, options } = job;
  const notes = job.notes.filter(({ code }) => seesNote(reader, code));
  const estimatedEndAt = estimateEnd(job, now);
  return {
    id: job.jobId,
    kind: "batch",
    entity: job.entity,
    status: job.status,
    acceptedAt: presentTime(job.acceptedAt),
    ...(finishedAt !== undefined && { finishedAt: presentTime(finishedAt) }),
    counts,
    ...(notes.length > 0 && { notes }),
    ...(job.rejections.length > 0 && { rejections: [...job.rejections] }),
    progress: progressOf(job),
    ...(estimatedEndAt !== undefined && { estimatedEndAt: presentTime(estimatedEndAt) }),
    upload: {
      status: upload,
      rows: job.rowsTaken,
      ...(uploadProblem !== undefined && { problem: uploadProblem }),
    },
    options,
    ...(job.retryOf !== undefined && { retryOf: job.retryOf }),
    links: {
      results: `${url}/results`,
      events: `${url}/events`,
      ...(finishedAt === undefined && { cancel: `${url}/cancel` }),
      ...(finishedAt !== undefined && counts.rejected > (counts.lost ?? 0) && { retry: `${url}/retry` }),
    },
  };
}

/** Gives less than 1 until the job has ended: all rows so far can be done while more are to come. */
function progressOf({ counts, finishedAt }: UploadJob): number {
  if (finishedAt !== undefined) return 1;
  const { total, pending } = counts;
  return total === 0 ? 0 : Math.min(0.999, Math.round(((total - pending) / total) * 1_000) / 1_000);
}

/** Estimates the end by the rate since the job was accepted. It is unknown while rows are still being sent. */
function estimateEnd({ counts, finishedAt, upload, acceptedAt }: UploadJob, now: number): number | undefined {
  const { total, pending } = counts;
  const done = total - pending;
  if (finishedAt !== undefined || upload !== "complete" || done === 0) return undefined;
  return Math.round(now + (Math.max(0, now - acceptedAt) / done) * pending);
}
