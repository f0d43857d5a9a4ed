import { Job } from "@onefold/contract";
import { withClient } from "../api/client-of.ts";
import type { Trying } from "../api/client-of.ts";
import type { Api } from "../api/find-api.ts";

/**
 * Waits until a job has ended, also while the service is away for some time.
 * @throws ApiRefusal when that lasts too long, or the reason of the signal
 */
export async function followJob(
  api: Api,
  id: string,
  trying: Trying,
  onProgress: (job: Job) => void,
): Promise<Job> {
  return await withClient(api, trying, async ({ jobs }) =>
    Job.parse(await jobs.wait(id, { onProgress: (job) => onProgress(Job.parse(job)) })),
  );
}
