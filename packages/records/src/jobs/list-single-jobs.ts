import { StoredResult } from "@onefold/contract";
import type { Applied, Entity, Rejected } from "@onefold/contract";
import type { Database } from "@onefold/database";
import { sql } from "kysely";
import type { RawBuilder } from "kysely";
import { readIdentifierHash, shortHash } from "../erasure/value-hash.ts";
import { DAY_MS, receiptDay } from "../receipts/receipt-key.ts";
import type { RecordName } from "../reads/read-record.ts";
import { resolveRecord } from "../reads/resolve-record.ts";

export interface SingleJobsRequest {
  readonly limit: number;
  /** Milliseconds since 1970: only jobs that were accepted since then. */
  readonly since: number;
  /** The deployment's time: only jobs that were accepted before it. */
  readonly now: number;
  /** An id: only jobs with lower ids, which are earlier. */
  readonly before?: string;
  /** Only jobs that reached this record, or gave something that belongs to it. */
  readonly record?: { readonly entity: Entity; readonly name: RecordName };
  readonly outcome?: Outcome;
  /** Only jobs of that key. */
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
  /** The jobs, newest first. */
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

/**
 * How many receipts are looked at for a page. If few have the outcome, a page is short, or empty, with more to come. Of
 * an upload only the first row is looked at: an index leaves the others out.
 */
const LOOKED_MAX = 5_000;

/**
 * Lists jobs of single requests that have ended, by the record that they reached or by their outcome. It tells what
 * became of a request of which nobody has the id any more. A request that still waits in the queue can't be found so.
 */
export async function listSingleJobs(
  db: Database,
  teamId: string,
  request: SingleJobsRequest,
): Promise<SingleJobsPage> {
  const { limit, since, now, before, record, outcome, keyId } = request;
  const about = record ? sql`and ${await aboutRecord(db, teamId, record)}` : sql``;
  // Each day is a partition of its own, which is walked in the order of its index, up to the limit.
  const days = daysBetween(since, now).map(
    (day) => sql`
    (select r.job_id, r.clock, r.result, r.finished_at from receipts r
      where r.team_id = ${teamId} and r.day = ${day}::date and r."row" = 0 ${about}
        ${before === undefined ? sql`` : sql`and r.job_id < ${before}`}
        ${keyId === undefined ? sql`` : sql`and r.key_id = ${keyId}`}
      order by r.job_id desc limit ${LOOKED_MAX})`,
  );
  const { rows } = await sql<ReceiptRow & { last: string | null }>`
    with looked as (
      select * from (${sql.join(days, sql` union all `)}) d order by job_id desc limit ${LOOKED_MAX}),
    bounds as (select case when count(*) = ${LOOKED_MAX} then min(job_id) end as last from looked)
    select l.*, b.last from bounds b left join lateral (
      select * from looked r
       where not exists (select from jobs j where j.team_id = ${teamId} and j.job_id = r.job_id)
         ${outcome === undefined ? sql`` : sql`and ${outcomeOf} = ${outcome}`}
       order by r.job_id desc limit ${limit + 1}) l on true
     order by l.job_id desc`.execute(db);
  const found = rows.filter(({ job_id }) => job_id !== null);
  const page = found.slice(0, limit);
  const next = found.length > limit ? page.at(-1)?.job_id : (rows[0]?.last ?? undefined);
  return { jobs: page.flatMap(jobOf), ...(next !== undefined && { next }) };
}

/** If the record was deleted since, the receipt still has what the outcome was. */
const outcomeOf = sql`coalesce(r.result ->> 'applied', r.result ->> 'outcome')`;

/** Gives the days of which receipts are looked at, each by its partition. */
function daysBetween(since: number, now: number): string[] {
  const days = [receiptDay(now)];
  for (let at = now - DAY_MS; receiptDay(at) >= receiptDay(since); at -= DAY_MS) days.push(receiptDay(at));
  return days;
}

/**
 * Selects receipts that reached the record, or one that was merged into it since; and those with a refused value that
 * names it.
 */
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
  // A result that a newer Onefold wrote mustn't keep the others from being read.
  if (!result.success) return [];
  return [
    { jobId: row.job_id, clock: row.clock, result: result.data, finishedAt: row.finished_at.getTime() },
  ];
}
