import { JobList } from "@onefold/contract";
import type { Job } from "@onefold/contract";
import type { Api } from "../api/find-api.ts";
import { requestApi } from "../api/request-api.ts";

/** A team's jobs, the newest first. @throws ApiRefusal, or the reason of the signal */
export async function listJobs(api: Api, limit: number, signal: AbortSignal): Promise<readonly Job[]> {
  const query = new URLSearchParams({ limit: String(limit) });
  return JobList.parse(await requestApi(api, "/api/jobs", { query, signal })).data;
}
