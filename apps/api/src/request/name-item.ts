import type { ItemRef } from "@onefold/contract";
import { may } from "../auth/key-powers.ts";
import type { AppContext } from "./app-env.ts";
import type { Services } from "../services.ts";

/** Names the one item of a request, by a job of its own; of a key that can see or steer no others, by one that says so. */
export function nameItem(c: AppContext, { jobIds, clock }: Pick<Services, "jobIds" | "clock">): ItemRef {
  const key = c.get("key");
  const { teamId } = key;
  const acceptedAt = clock.now();
  const jobId = jobIds.issue(teamId, acceptedAt, may(key, "admin") ? undefined : key.keyId);
  c.set("jobId", jobId);
  return { teamId, jobId, row: 0, acceptedAt };
}
