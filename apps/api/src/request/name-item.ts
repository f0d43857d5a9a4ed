import type { ItemRef } from "@onefold/contract";
import type { AppContext } from "./app-env.ts";
import type { Services } from "../services.ts";

/** Names the one item of a request, by a job of its own. */
export function nameItem(c: AppContext, { jobIds }: Pick<Services, "jobIds">): ItemRef {
  const { teamId } = c.get("key");
  const acceptedAt = Date.now();
  const jobId = jobIds.issue(teamId, acceptedAt);
  c.set("jobId", jobId);
  return { teamId, jobId, row: 0, acceptedAt };
}
