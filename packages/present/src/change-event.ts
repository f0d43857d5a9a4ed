import type { Change, ChangeEvent } from "@onefold/contract";
import { CONSENT } from "@onefold/identity";
import type { RecordChange } from "@onefold/records";
import type { Scoped } from "./key-powers.ts";
import { valuesOf } from "./values-of.ts";
import { presentTime } from "./record-parts.ts";
import { presentUploadJob } from "./upload-job.ts";

/**
 * Shows an event of the change feed.
 * @param now milliseconds since 1970
 */
export function presentChange(reader: Scoped, change: RecordChange, now: number): ChangeEvent {
  const { event, entity, jobId, row } = change;
  const name = { id: `${jobId}.${row}.${entity}.${event}`, event, entity };
  if (change.kind === "job") {
    const { job } = change;
    return {
      ...name,
      at: presentTime(job.finishedAt ?? now),
      jobId,
      keyId: job.keyId,
      job: presentUploadJob(reader, job, now),
    };
  }
  if (change.kind === "webhook") {
    const { webhookId, disabledReason, disabledAt } = change;
    return { ...name, at: presentTime(disabledAt), webhook: { id: webhookId, disabledReason } };
  }
  const { recordId, clock, keyId, mergedIds, restoredIds } = change;
  const changes = changesTold(change);
  return {
    ...name,
    at: presentTime(Math.floor(clock / 1_000)),
    clock,
    recordId,
    ...(changes && { changes }),
    ...(mergedIds && { mergedIds: [...mergedIds] }),
    ...(restoredIds && { restoredIds: [...restoredIds] }),
    jobId,
    row,
    ...(keyId !== undefined && { keyId }),
  };
}

/** Gives what the event itself changed: whether somebody may be written to is an event of its own. */
function changesTold(change: RecordChange & { kind: "record" }): Record<string, Change> | undefined {
  const { event, applied } = change;
  if (!applied) return undefined;
  const { [CONSENT]: consent, ...others } = applied.changes;
  if (event === "created") return valuesOf(applied.record);
  if (event === "updated") return others;
  if (event !== "subscription") return undefined;
  return { [CONSENT]: applied.outcome === "created" ? { to: true } : (consent ?? {}) };
}
