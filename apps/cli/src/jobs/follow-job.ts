import type { Job } from "@onefold/contract";
import type { Api } from "../api/find-api.ts";
import { keepTrying, sleep } from "../api/keep-trying.ts";
import type { Trying } from "../api/keep-trying.ts";
import { readJob } from "./read-job.ts";

/** If the job has ended, the answer comes at once and nobody waits. */
const WAIT_SECONDS = 1;
const PAUSE_MS = 200;

/**
 * Polls a job until it has ended, also while the service is away for some time.
 * @throws ApiRefusal when that lasts too long, or the reason of the signal
 */
export async function followJob(
  api: Api,
  id: string,
  trying: Trying,
  onProgress: (job: Job) => void,
): Promise<Job> {
  for (let waitSeconds = 0; ; waitSeconds = WAIT_SECONDS) {
    const job = await keepTrying(trying, () => readJob(api, id, trying.signal, waitSeconds));
    onProgress(job);
    if (job.finishedAt !== undefined) return job;
    await sleep(PAUSE_MS, trying.signal);
  }
}
