import { MARK } from "../client/compose-write.ts";
import { numberAt, textAt, textsAt } from "../client/part.ts";
import { consentsOf } from "./consents.ts";
import type { Consents } from "./consents.ts";
import type { AppliedWrite, Merge } from "./effects.ts";
import type { Entry, Evidence } from "./evidence.ts";

/** What happened to records, as the clients were told, all of it by clock. */
export interface Timeline {
  readonly writes: readonly AppliedWrite[];
  readonly merges: readonly Merge[];
  /** In either order in which operations and merges may have been where no client can tell. */
  readonly consents: { readonly later: Consents; readonly earlier: Consents };
}

export function timelineOf(evidence: Evidence): Timeline {
  const entries = evidence.records.flatMap(({ history }) => history);
  const [writes, merges] = [writesOf(evidence, entries), mergesOf(evidence, entries)];
  const isGone = (recordId: string) => evidence.resolved.get(recordId) === undefined;
  const sentAt = new Map(evidence.calls.map((call) => [textAt(call.answer?.body, "job", "id"), call.sentAt]));
  const said = { entries, writes, merges, isGone, sentAtOf: (jobId: string) => sentAt.get(jobId) };
  const consents = {
    later: consentsOf({ ...said, unsureAreLater: true }),
    earlier: consentsOf({ ...said, unsureAreLater: false }),
  };
  return { writes, merges, consents };
}

/**
 * The write that an upsert's entry tells of: its mark is one that was refused, else the value that it set. Where it
 * merged records, the value can be another's.
 */
export function writeIdOf({ changes, refused }: Pick<Entry, "changes" | "refused">): string | undefined {
  const mark = refused.find(({ field }) => field === MARK)?.value ?? changes[MARK]?.to;
  return typeof mark === "string" ? mark.replace(/^f /, "") : undefined;
}

/** Those that clients were told of, and those that nobody was told of and that histories show. */
function writesOf({ told }: Evidence, entries: readonly Entry[]): AppliedWrite[] {
  const writes = new Map<string, AppliedWrite>();
  for (const each of told) if (each.kind === "applied") writes.set(each.write.id, each);
  const known = new Set(told.map(({ job }) => `${job?.id} ${job?.row}`));
  const asked = new Map(told.map(({ write }) => [write.id, write]));
  for (const entry of entries) {
    if (entry.action !== "upsert" || known.has(`${entry.jobId} ${entry.row}`)) continue;
    const write = asked.get(writeIdOf(entry) ?? "");
    if (write && !writes.has(write.id)) writes.set(write.id, { ...entry, write });
  }
  return [...writes.values()];
}

function mergesOf({ told, calls }: Evidence, entries: readonly Entry[]): Merge[] {
  const undone = new Map<string, { readonly clock: number; readonly restoredIds: readonly string[] }>();
  for (const { intent, answer } of calls)
    if (intent.kind === "undo" && answer?.status === 200)
      undone.set(`${intent.jobId} ${intent.row}`, {
        clock: numberAt(answer.body, "job", "clock") ?? 0,
        restoredIds: textsAt(answer.body, "restoredIds"),
      });
  const answeredAt = new Map(
    calls.flatMap(({ answer, answeredAt: at }) =>
      answer && answer.status < 202 ? [[textAt(answer.body, "job", "id"), at]] : [],
    ),
  );
  const merges = new Map<string, Merge>();
  const add = (jobId: string, row: number, merge: Omit<Merge, "answeredAt" | "undoneAt">) => {
    const name = `${jobId} ${row}`;
    merges.set(name, { ...merge, answeredAt: answeredAt.get(jobId), undoneAt: undone.get(name)?.clock });
  };
  for (const each of told)
    if (each.kind === "applied" && each.job)
      add(each.job.id, each.job.row, {
        clock: each.clock,
        survivorId: each.recordId,
        secondaryIds: each.mergedIds,
        isAskedFor: false,
      });
  for (const { intent, answer } of calls)
    // Without a way back it has merged nothing: they were one before, by a write that may be erased.
    if (intent.kind === "merge" && answer?.status === 200 && textAt(answer.body, "undoUrl") !== undefined) {
      const jobId = textAt(answer.body, "job", "id") ?? "";
      const restored = undone.get(`${jobId} 0`)?.restoredIds ?? [];
      add(jobId, 0, {
        clock: numberAt(answer.body, "job", "clock") ?? 0,
        survivorId: textAt(answer.body, "primaryId") ?? "",
        // It names what was asked for, which may lead to another record; the undo names that.
        secondaryIds: restored.length > 0 ? restored : textsAt(answer.body, "mergedIds"),
        isAskedFor: true,
      });
    }
  // Last: an answer also names what had been merged before, the receipt what was merged by this.
  for (const { jobId, row, clock, action, recordId, mergedIds, isErased } of entries)
    if (!isErased && (action === "upsert" || action === "merge"))
      add(jobId, row, {
        clock,
        survivorId: recordId,
        secondaryIds: mergedIds,
        isAskedFor: action === "merge",
      });
  return [...merges.values()]
    .filter(({ secondaryIds }) => secondaryIds.length > 0)
    .toSorted((a, b) => a.clock - b.clock);
}
