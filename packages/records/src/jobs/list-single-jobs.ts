import { StoredResult } from "@onefold/contract";
import type { Applied, Entity, Rejected } from "@onefold/contract";
import type { Database } from "@onefold/database";
import { sql } from "kysely";
import type { RawBuilder } from "kysely";
import { readIdentifierHash, shortHash } from "../erasure/value-hash.ts";
import { receiptDay } from "../receipts/receipt-key.ts";
import type { RecordName } from "../reads/read-record.ts";
import { resolveRecord } from "../reads/resolve-record.ts";

export interface SingleJobsRequest {
  readonly limit: number;
  /** Milliseconds since 1970: none that was accepted before. */
  readonly since: number;
  /** By the deployment's time: none is from later. */
  readonly now: number;
  /** Ids below this one: those before it. */
  readonly before?: string;
  /** Only those that reached this record, or gave something that is this one's. */
  readonly record?: { readonly entity: Entity; readonly name: RecordName };
  readonly outcome?: Outcome;
  /** Only those of that key. */
  readonly keyId?: string;
}

type Outcome = Applied["outcome"] | Rejected["outcome"];

/** What is kept of a request that ended. */
export interface SingleJob {
  readonly jobId: string;
  readonly clock: number;
  readonly result: StoredResult;
  /** Milliseconds since 1970. */
  readonly finishedAt: number;
}

export interface SingleJobsPage {
  /** The newest first. */
  readonly jobs: SingleJob[];
  /** The id before which to go on; absent at the end. */
  readonly next?: string;
}

interface ReceiptRow {
  job_id: string;
  clock: number;
  result: unknown;
  finished_at: Date;
}

/** Receipts that are looked at for a page: of an outcome that few have, a page is short, or empty, with more to come. */
const LOOKED_MAX = 5_000;

/**
 * Jobs of single requests that have ended, by the record that they reached or by their outcome: what became of a
 * request of which nobody has the id any more. One that still waits in the queue has nothing to be found by.
 */
export async function listSingleJobs(
  db: Database,
  teamId: string,
  request: SingleJobsRequest,
): Promise<SingleJobsPage> {
  const { limit, since, now, before, record, outcome, keyId } = request;
  const about = record ? sql`and ${await aboutRecord(db, teamId, record)}` : sql``;
  const candidates = sql`
      from receipts r
     where r.team_id = ${teamId} and r.day = any(${daysBetween(since, now)}::date[]) and r."row" = 0 ${about}
       ${before === undefined ? sql`` : sql`and r.job_id < ${before}`}
       ${keyId === undefined ? sql`` : sql`and r.key_id = ${keyId}`}`;
  const { rows: bounds } = await sql<{ job_id: string }>`
    select r.job_id ${candidates} order by r.job_id desc limit 1 offset ${LOOKED_MAX - 1}`.execute(db);
  const last = bounds[0]?.job_id;
  const { rows } = await sql<ReceiptRow>`
    select r.job_id, r.clock, r.result, r.finished_at
      ${candidates}
       ${last === undefined ? sql`` : sql`and r.job_id >= ${last}`}
       ${outcome === undefined ? sql`` : sql`and ${outcomeOf} = ${outcome}`}
       and not exists (select from jobs j where j.team_id = r.team_id and j.job_id = r.job_id)
     order by r.job_id desc limit ${limit + 1}`.execute(db);
  const page = rows.slice(0, limit);
  const next = rows.length > limit ? page.at(-1)?.job_id : last;
  return { jobs: page.flatMap(jobOf), ...(next !== undefined && { next }) };
}

/** A record that was deleted since leaves what the outcome was. */
const outcomeOf = sql`coalesce(r.result ->> 'applied', r.result ->> 'outcome')`;

/** The days of which receipts are looked at, each by its partition. */
function daysBetween(since: number, now: number): string[] {
  const days = [receiptDay(now)];
  for (let at = now - DAY_MS; receiptDay(at) >= receiptDay(since); at -= DAY_MS) days.push(receiptDay(at));
  return days;
}

const DAY_MS = 86_400_000;

/** It reached the record, or one that was merged into it since; or a value that it gave and that was refused names it. */
async function aboutRecord(
  db: Database,
  teamId: string,
  { entity, name }: { readonly entity: Entity; readonly name: RecordName },
): Promise<RawBuilder<unknown>> {
  const ids = (await resolveRecord(db, teamId, entity, name))?.allIds ?? [];
  const word = "recordId" in name ? { kind: "id" as const, value: name.recordId } : name.identifier;
  const hash = shortHash((await readIdentifierHash(db))(teamId, entity, word));
  return sql`(r.record_id = any(${ids}::text[]) or r.names @> array[${hash}::bigint])`;
}

function jobOf(row: ReceiptRow): SingleJob[] {
  const result = StoredResult.safeParse(row.result);
  // One that a newer Onefold wrote mustn't keep the others from being read.
  if (!result.success) return [];
  return [
    { jobId: row.job_id, clock: row.clock, result: result.data, finishedAt: row.finished_at.getTime() },
  ];
}
