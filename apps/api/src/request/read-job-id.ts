import type { ItemRef } from "@onefold/contract";
import { ApiError } from "../errors/api-error.ts";
import type { Services } from "../services.ts";
import type { AppContext } from "./app-env.ts";
import { notFound } from "./record-name.ts";

export const DAY_MS = 86_400_000;

/**
 * The item that a job id of the path names. The id says when it was accepted, and by its MAC that we issued
 * it to this team: no look-up.
 * @throws ApiError NOT_FOUND, also for another team's; JOB_EXPIRED past the retention of receipts
 */
export function readJobId(
  c: AppContext,
  { jobIds, limits }: Pick<Services, "jobIds" | "limits">,
  jobId: string,
): ItemRef {
  const { teamId } = c.get("key");
  const job = jobIds.read(teamId, jobId);
  if (!job) throw notFound("job");
  if (Date.now() - job.acceptedAt > limits.receiptRetentionDays * DAY_MS)
    throw new ApiError(
      "JOB_EXPIRED",
      `What became of a job is kept for ${limits.receiptRetentionDays} days.`,
    );
  return { teamId, jobId, row: 0, acceptedAt: job.acceptedAt };
}
