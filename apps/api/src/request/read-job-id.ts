import type { ItemRef } from "@onefold/contract";
import { may, seesAll } from "@onefold/present";
import { DAY_MS } from "@onefold/records";
import { ApiError } from "../errors/api-error.ts";
import type { Services } from "../services.ts";
import type { AppContext } from "./app-env.ts";
import { notFound } from "./record-name.ts";

/**
 * Reads the item that a job id in the path names. No look-up is needed: the id says when it was accepted. Its MACs say
 * that we issued it to this team, and whether to this key. A key without `read` sees only its own jobs; one without
 * `admin` steers only its own.
 * @throws ApiError NOT_FOUND, also for another team's, and another key's that this one can't see; FORBIDDEN;
 * JOB_EXPIRED past the retention of receipts
 */
export function readJobId(
  c: AppContext,
  { jobIds, limits, clock }: Pick<Services, "jobIds" | "limits" | "clock">,
  jobId: string,
  to: "see" | "steer" = "see",
): ItemRef {
  const key = c.get("key");
  const { teamId } = key;
  const job = jobIds.read(teamId, jobId);
  if (!job || !(seesAll(key) || job.isOf(key.keyId))) throw notFound("job");
  if (to === "steer" && !may(key, "admin") && !job.isOf(key.keyId))
    throw new ApiError(
      "FORBIDDEN",
      "The job is another key's: only its own key, or one with the scope admin, steers it.",
    );
  if (clock.now() - job.acceptedAt > limits.receiptRetentionDays * DAY_MS) throw jobExpired(limits);
  return { teamId, jobId, row: 0, acceptedAt: job.acceptedAt };
}

export function jobExpired({
  receiptRetentionDays,
}: Pick<Services["limits"], "receiptRetentionDays">): ApiError {
  return new ApiError("JOB_EXPIRED", `What became of a job is kept for ${receiptRetentionDays} days.`);
}
