import type { AcceptedAnswer } from "@onefold/contract";
import { SAMPLE, SAMPLE_TIME } from "./sample-ids.ts";

/** The 202 of whatever is queued. */
export const ACCEPTED: AcceptedAnswer = {
  success: true,
  job: {
    id: SAMPLE.jobId,
    status: "queued",
    url: SAMPLE.jobUrl,
    acceptedAt: SAMPLE_TIME,
    estimatedStartMs: 40,
  },
};
