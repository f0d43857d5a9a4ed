import { Job } from "@onefold/contract";
import type { JobResult } from "@onefold/contract";
import { withClient } from "../api/client-of.ts";
import type { Api } from "../api/find-api.ts";

export interface ListOptions {
  readonly limit: number;
  /**
   * If one of these is set, the list has jobs of single requests: those that reached the record, or came to the
   * outcome.
   */
  readonly record?: string;
  readonly outcome?: JobResult["outcome"];
}

/**
 * Lists a team's jobs, the newest first.
 * @throws ApiRefusal, or the reason of the signal
 */
export async function listJobs(
  api: Api,
  { limit, record, outcome }: ListOptions,
  signal: AbortSignal,
): Promise<readonly Job[]> {
  const query = { limit, ...(record !== undefined && { record }), ...(outcome && { outcome }) };
  return await withClient(api, signal, async ({ jobs }) => {
    const found: Job[] = [];
    for await (const job of jobs.list(query)) {
      found.push(Job.parse(job));
      if (found.length === limit) break;
    }
    return found;
  });
}
