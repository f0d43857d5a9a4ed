import type { BatchAcceptedAnswer, Job, JobList, JobResults } from "@onefold/contract";
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

const RUNNING: Job = {
  id: SAMPLE.jobId,
  kind: "batch",
  entity: "contact",
  status: "active",
  acceptedAt: SAMPLE_TIME,
  counts: {
    total: 12_000,
    pending: 4_000,
    created: 7_000,
    updated: 600,
    unmodified: 250,
    rejected: 150,
    cancelled: 0,
    conflicts: 3,
  },
  progress: 0.667,
  estimatedEndAt: "2026-11-23T12:00:03.000Z",
  upload: { status: "complete", rows: 12_000 },
  options: { onConflict: "prefer", dryRun: false, source: "import" },
  links: {
    results: `${SAMPLE.jobUrl}/results`,
    events: `${SAMPLE.jobUrl}/events`,
    cancel: `${SAMPLE.jobUrl}/cancel`,
  },
};

const { estimatedEndAt: _, ...WITHOUT_ESTIMATE } = RUNNING;

const CANCELLED: Job = {
  ...WITHOUT_ESTIMATE,
  status: "cancelled",
  finishedAt: SAMPLE_LATER,
  counts: { ...RUNNING.counts, pending: 0, cancelled: 4_000 },
  progress: 1,
  links: {
    results: `${SAMPLE.jobUrl}/results`,
    events: `${SAMPLE.jobUrl}/events`,
    retry: `${SAMPLE.jobUrl}/retry`,
  },
};

const RETRIED: BatchAcceptedAnswer = {
  success: true,
  job: {
    id: "job_03yHWd5kqWMLgYlcLRgLvn3y2ivkm6",
    status: "queued",
    url: "/api/jobs/job_03yHWd5kqWMLgYlcLRgLvn3y2ivkm6",
    acceptedAt: SAMPLE_LATER,
  },
  rows: { read: 150, accepted: 148, rejected: 2 },
};

const LIST: JobList = { data: [RUNNING], limit: 50 };

const RESULTS: JobResults = {
  data: [
    {
      row: 17,
      outcome: "rejected",
      finishedAt: SAMPLE_LATER,
      code: "INVALID_EMAIL",
      message: "Line 19: email must be an e-mail address.",
      details: [{ path: "email", code: "INVALID_EMAIL", message: "email must be an e-mail address." }],
      input: { email: "jane@example", firstName: "Jane" },
    },
  ],
  limit: 100,
};

const REJECTED_CSV =
  "email,firstName,_row,_code,_message\r\n" +
  "jane@example,Jane,17,INVALID_EMAIL,Line 19: email must be an e-mail address.\r\n";

export const jobExamples: Examples = {
  listJobs: { params: { limit: 50 }, answers: { 200: LIST } },
  getJob: { params: { id: SAMPLE.jobId, wait: 10 }, answers: { 200: JOB } },
  getJobResults: {
    params: { id: SAMPLE.jobId, outcome: "rejected", format: "json" },
    answers: { 200: RESULTS },
    texts: {
      "text/csv": REJECTED_CSV,
      "application/x-ndjson": RESULTS.data.map((result) => `${JSON.stringify(result)}\n`).join(""),
    },
  },
  followJob: {
    params: { id: SAMPLE.jobId },
    texts: {
      "text/event-stream": `event: end\nid: cancelled-1\ndata: ${JSON.stringify(CANCELLED)}\n\n`,
    },
  },
  retryJob: { params: { id: SAMPLE.jobId }, answers: { 202: RETRIED } },
  cancelJob: { params: { id: SAMPLE.jobId }, answers: { 200: CANCELLED } },
};
