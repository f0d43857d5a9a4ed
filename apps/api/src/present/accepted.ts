import type { AcceptedAnswer, ItemRef } from "@onefold/contract";
import { presentJobLink, presentTime } from "@onefold/present";

/** Makes the body of a 202. */
export function presentAccepted(ref: ItemRef, estimatedStartMs: number): AcceptedAnswer {
  const { id, url } = presentJobLink(ref.jobId);
  return {
    success: true,
    job: {
      id,
      status: "queued",
      url,
      acceptedAt: presentTime(ref.acceptedAt),
      estimatedStartMs: Math.max(0, Math.round(estimatedStartMs)),
    },
  };
}
