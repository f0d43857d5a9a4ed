import type { ItemRef } from "@onefold/contract";
import { may } from "@onefold/present";
import type { AppContext } from "./app-env.ts";
import type { Services } from "../services.ts";

/**
 * Names the one item of a request, by a job of its own. If the key can't see or steer other keys' jobs, the job's id
 * has its owner.
 */
export function nameItem(c: AppContext, { jobIds, clock }: Pick<Services, "jobIds" | "clock">): ItemRef {
  const key = c.get("key");
  const { teamId } = key;
  const acceptedAt = clock.now();
  const jobId = jobIds.issue(teamId, acceptedAt, may(key, "admin") ? undefined : key.keyId);
  c.set("jobId", jobId);
  return { teamId, jobId, row: 0, acceptedAt };
}
