import type { Job, Scope } from "@onefold/contract";
import { pathParameter } from "../openapi/content.ts";
import { SAMPLE, SAMPLE_LATER, SAMPLE_TIME } from "../openapi/samples/ids.ts";

/** A key that posts may follow its own jobs. A key that reads sees all. */
export const JOB_SCOPES: readonly Scope[] = ["ingest", "upload", "read"];

export const JOB_PARAMETER = { id: pathParameter("As a POST answered it.", SAMPLE.jobId) };

/** The upload of the examples, while it is applied. */
export const RUNNING: Job = {
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
  notes: [
    { code: "OWNER_NOT_FOUND", rows: 12, firstRow: 4 },
    { code: "stale", rows: 31, firstRow: 87 },
  ],
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

export const CANCELLED: Job = {
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
