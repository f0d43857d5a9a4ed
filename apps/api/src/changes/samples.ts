import type { ChangeEvent } from "@onefold/contract";
import { SAMPLE, SAMPLE_CLOCK, SAMPLE_TIME } from "../openapi/samples/ids.ts";

/** A cursor of the examples. */
export const CURSOR = "5vUQ5bQhJm0eXbC6m1pZ7lsiMjAyNi0xMS0yMyJd";

export const UPDATED: ChangeEvent = {
  id: `${SAMPLE.jobId}.0.contact.updated`,
  event: "updated",
  entity: "contact",
  at: SAMPLE_TIME,
  clock: SAMPLE_CLOCK,
  recordId: SAMPLE.contactId,
  changes: { jobTitle: { from: "CTO", to: "CEO" } },
  jobId: SAMPLE.jobId,
  row: 0,
  keyId: SAMPLE.keyId,
};
