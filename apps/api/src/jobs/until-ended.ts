import type { UploadJob } from "@onefold/records";
import type { JobWatcher } from "./job-watcher.ts";

/**
 * Waits for the job's end and gives the job. It gives the job as it was last seen if the time is over, the client is
 * gone or this process stops.
 */
export async function untilEnded(
  watcher: JobWatcher,
  job: UploadJob,
  waitMs: number,
  gone: AbortSignal,
): Promise<UploadJob> {
  if (job.finishedAt !== undefined || waitMs === 0 || gone.aborted) return job;
  let latest = job;
  const { promise: over, resolve } = Promise.withResolvers<void>();
  using _following = watcher.follow(job, (next) => {
    latest = next ?? latest;
    if (!next || next.finishedAt !== undefined) resolve();
  });
  const timer = setTimeout(resolve, waitMs);
  gone.addEventListener("abort", () => resolve(), { once: true });
  await over;
  clearTimeout(timer);
  return latest;
}
