import type { DeadLetterOutcome, ListedDeadLetter } from "@onefold/contract";
import { SAMPLE, SAMPLE_CLOCK, SAMPLE_LATER, SAMPLE_TIME } from "../openapi/samples/ids.ts";

export const LISTED_LETTER: ListedDeadLetter = {
  job: { id: SAMPLE.jobId, url: SAMPLE.jobUrl },
  row: 0,
  url: `/api/dead-letters/${SAMPLE.jobId}/0`,
  entity: "contact",
  acceptedAt: SAMPLE_TIME,
  clock: SAMPLE_CLOCK,
  keyId: SAMPLE.keyId,
  code: "UNPROCESSABLE",
  message: "The database refused a value of this request. Nothing of it was applied.",
  cause: { sqlState: "23514", constraint: "no_such_title" },
  rejectedAt: SAMPLE_LATER,
  tries: 1,
};

export const REPLAYED_LETTER: DeadLetterOutcome = {
  job: { id: SAMPLE.jobId, url: SAMPLE.jobUrl, clock: SAMPLE_CLOCK },
  data: {
    row: 0,
    outcome: "created",
    finishedAt: SAMPLE_LATER,
    clock: SAMPLE_CLOCK,
    action: "upsert",
    recordId: SAMPLE.contactId,
    changes: {},
    warnings: [],
    fieldRejections: [],
  },
};
