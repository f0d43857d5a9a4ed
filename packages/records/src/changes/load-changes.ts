import type { Applied, ChangeEntity, ChangeEventName, WebhookDisabledReason } from "@onefold/contract";
import { StoredResult } from "@onefold/contract";
import type { Database } from "@onefold/database";
import { sql } from "kysely";
import { askedRow } from "../commit/linked-items.ts";
import { readJobs } from "../jobs/read-job.ts";
import type { UploadJob } from "../jobs/upload-job.ts";
import { PAGE_MAX_BYTES, pageWithin } from "../reads/page-within.ts";
import { receiptKey } from "../receipts/receipt-key.ts";
import { receiptsAt } from "../receipts/read-receipts.ts";
import { isWhole } from "./change-entry.ts";
import type { ChangeEntry } from "./change-entry.ts";
import type { FeedPosition } from "./feed-position.ts";
import type { PlacedEntry } from "./read-entries.ts";

/** An event with all that is told of it. */
export type RecordChange = ToldChange & {
  readonly event: ChangeEventName;
  readonly entity: ChangeEntity;
  readonly jobId: string;
  readonly row: number;
  /** What is stored of it. */
  readonly entry: ChangeEntry;
  readonly after: FeedPosition;
};

type ToldChange =
  | {
      readonly kind: "record";
      readonly recordId: string;
      readonly clock: number;
      readonly keyId?: string;
      /** What its receipt says. Absent for a deletion. */
      readonly applied?: Applied;
      readonly mergedIds?: readonly string[];
      readonly restoredIds?: readonly string[];
    }
  | { readonly kind: "job"; readonly job: UploadJob }
  | {
      readonly kind: "webhook";
      readonly webhookId: string;
      readonly disabledReason: WebhookDisabledReason;
      /** Milliseconds since 1970. */
      readonly disabledAt: number;
    };

/** Gives what an event is about: the id of a record, a job or a webhook. */
export function subjectOf(change: RecordChange): string {
  if (change.kind === "record") return change.recordId;
  return change.kind === "job" ? change.jobId : change.webhookId;
}

export interface LoadedChanges {
  readonly changes: RecordChange[];
  /** How many of the entries it has been through: more would have been too many bytes at once. */
  readonly through: number;
}

/**
 * Reads what is told of events of one team, from their receipts as they are now. An event isn't told any more where its
 * record was erased since.
 */
export async function loadChanges(
  db: Database,
  entries: readonly PlacedEntry[],
  maxBytes: number = PAGE_MAX_BYTES,
): Promise<LoadedChanges> {
  const { receipts, through } = await readTold(db, entries, maxBytes);
  const jobs = await readEnded(db, entries.slice(0, through));
  const changes = entries.slice(0, through).flatMap((entry): RecordChange[] => {
    const told = toldOf(entry, receipts, jobs);
    if (!told) return [];
    const { event, entity, ref, own, after } = entry;
    const { jobId, row, acceptedAt } = ref;
    const stored: ChangeEntry = [event, entity, jobId, row, acceptedAt, own];
    return [{ ...told, event, entity, jobId, row: askedRow(row), entry: stored, after }];
  });
  return { changes, through };
}

function toldOf(
  { event, ref, own }: PlacedEntry,
  receipts: ReadonlyMap<string, ToldReceipt>,
  jobs: ReadonlyMap<string, UploadJob>,
): ToldChange | undefined {
  if (event === "job_ended") {
    const job = jobs.get(ref.jobId);
    return job && { kind: "job", job };
  }
  if (event === "disabled") {
    const { disabledReason } = own;
    if (disabledReason === undefined) return undefined;
    return { kind: "webhook", webhookId: ref.jobId, disabledReason, disabledAt: ref.acceptedAt };
  }
  if (event === "deleted") {
    const { recordId, clock, keyId, mergedIds } = own;
    if (recordId === undefined || clock === undefined) return undefined;
    return {
      kind: "record",
      recordId,
      clock,
      ...(keyId !== undefined && { keyId }),
      ...(mergedIds && { mergedIds }),
    };
  }
  const receipt = receipts.get(receiptKey(ref));
  if (!receipt) return undefined;
  const { mergedIds } = receipt.applied;
  return {
    kind: "record",
    recordId: receipt.applied.record.recordId,
    ...receipt,
    ...(event === "merged" && mergedIds && { mergedIds }),
    ...(event === "split" && own.restoredIds && { restoredIds: own.restoredIds }),
  };
}

interface ToldReceipt {
  readonly clock: number;
  readonly keyId?: string;
  readonly applied: Applied;
}

interface ReceiptRow {
  at: number;
  job_id: string;
  row: number;
  clock: number;
  key_id: string | null;
  result: unknown;
  candidates: number;
}

/** Reads the receipts of the first of them, as many as a page may have bytes. */
async function readTold(
  db: Database,
  entries: readonly PlacedEntry[],
  maxBytes: number,
): Promise<{ receipts: Map<string, ToldReceipt>; through: number }> {
  const receipts = new Map<string, ToldReceipt>();
  // Several events can have one receipt.
  const byKey = new Map<string, { ref: PlacedEntry["ref"]; at: number }>();
  for (const [at, { event, ref }] of entries.entries())
    if (!isWhole(event) && event !== "job_ended" && !byKey.has(receiptKey(ref)))
      byKey.set(receiptKey(ref), { ref, at });
  const asked = [...byKey.values()];
  if (asked.length === 0) return { receipts, through: entries.length };
  const rows = sql`
    select k.at, r.job_id, r."row", r.clock, r.key_id, r.result
      from ${receiptsAt(
        asked.map(({ ref }) => ref),
        asked.map(({ at }) => at),
      )}
     order by k.at`;
  const page =
    await sql<ReceiptRow>`${pageWithin({ rows, order: sql.ref("at"), large: ["result"], maxBytes })} order by f.at`.execute(
      db,
    );
  for (const row of page.rows) {
    // A result that a newer Onefold wrote mustn't keep the others from being read.
    const result = StoredResult.safeParse(row.result);
    if (!result.success || result.data.outcome === "rejected" || result.data.outcome === "erased") continue;
    receipts.set(receiptKey({ jobId: row.job_id, row: row.row }), {
      clock: row.clock,
      ...(row.key_id !== null && { keyId: row.key_id }),
      applied: result.data,
    });
  }
  const last = page.rows.at(-1);
  if (!last || page.rows.length === last.candidates) return { receipts, through: entries.length };
  const read = new Set(page.rows.map((row) => row.at));
  const missed = asked.find(({ at }) => at > last.at && !read.has(at));
  return { receipts, through: missed?.at ?? entries.length };
}

async function readEnded(db: Database, entries: readonly PlacedEntry[]): Promise<Map<string, UploadJob>> {
  const names = entries.filter(({ event }) => event === "job_ended").map(({ ref }) => ref);
  if (names.length === 0) return new Map();
  return new Map((await readJobs(db, names)).map((job) => [job.jobId, job]));
}
