import { Job } from "@onefold/contract";
import type { Api } from "../api/find-api.ts";
import { requestApi } from "../api/request-api.ts";

/** @throws ApiRefusal, or the reason of the signal */
export async function readJob(api: Api, id: string, signal: AbortSignal, waitSeconds = 0): Promise<Job> {
  const query = new URLSearchParams({ wait: String(waitSeconds) });
  return Job.parse(await requestApi(api, jobPath(id), { query, signal }));
}

export function jobPath(id: string, part = ""): string {
  return `/api/jobs/${encodeURIComponent(id)}${part}`;
}
