import type { Entity, Job } from "@onefold/contract";
import type { Api } from "../api/find-api.ts";
import { listJobs } from "../jobs/list-jobs.ts";
import { sleep } from "./keep-trying.ts";

const LOOK_MS = 1_000;
const JOBS = 50;

/**
 * Looks at the job that an upload feeds. Its id is answered only when the upload is complete, so until then it is
 * the team's one job of this kind whose upload is open; while there are several, nothing is told. Good enough for a
 * display, and for nothing else.
 */
export async function watchUpload(
  api: Api,
  entity: Entity,
  signal: AbortSignal,
  onProgress: (job: Job) => void,
): Promise<void> {
  while (!signal.aborted) {
    try {
      await sleep(LOOK_MS, signal);
      const jobs = await listJobs(api, { limit: JOBS }, signal);
      const [only, ...others] = jobs.filter((job) => job.entity === entity && job.upload?.status === "open");
      if (only && others.length === 0) onProgress(only);
    } catch {
      // The upload itself tells what is wrong with the service.
    }
  }
}
