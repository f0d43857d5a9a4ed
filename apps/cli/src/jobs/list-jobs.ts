import { JobList } from "@onefold/contract";
import type { Job } from "@onefold/contract";
import type { Api } from "../api/find-api.ts";
import { requestApi } from "../api/request-api.ts";

export interface ListOptions {
  readonly limit: number;
  /**
   * If one of these is set, the list has jobs of single requests: those that reached the record, or came to the
   * outcome.
   */
  readonly record?: string;
  readonly outcome?: string;
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
  const query = new URLSearchParams({ limit: String(limit) });
  if (record !== undefined) query.set("record", record);
  if (outcome !== undefined) query.set("outcome", outcome);
  return JobList.parse(await requestApi(api, "/api/jobs", { query, signal })).data;
}
