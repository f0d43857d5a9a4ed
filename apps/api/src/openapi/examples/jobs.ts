import type { Job } from "@onefold/contract";
import { CONTACT_CREATED } from "./contact-samples.ts";
import type { Examples } from "./operation-examples.ts";
import { SAMPLE, SAMPLE_LATER, SAMPLE_TIME } from "./sample-ids.ts";

const JOB: Job = {
  id: SAMPLE.jobId,
  kind: "upsert",
  status: "completed",
  acceptedAt: SAMPLE_TIME,
  finishedAt: SAMPLE_LATER,
  counts: {
    total: 1,
    pending: 0,
    created: 1,
    updated: 0,
    unmodified: 0,
    rejected: 0,
    cancelled: 0,
    conflicts: 0,
  },
  httpStatus: 201,
  result: CONTACT_CREATED,
};

export const jobExamples: Examples = {
  getJob: { params: { id: SAMPLE.jobId, wait: 10 }, answers: { 200: JOB } },
};
