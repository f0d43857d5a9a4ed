import { StoredResult } from "@onefold/contract";
import type { Database } from "@onefold/database";
import { sql } from "kysely";
import { receiptDay } from "../receipt-key.ts";
import type { JobName } from "./batch-job.ts";

export interface RowResult {
  readonly row: number;
  readonly result: StoredResult;
  /** Milliseconds since 1970. */
  readonly finishedAt: number;
}

export interface ResultsRequest {
  /** Only these; all where absent. */
  readonly outcome?: "created" | "updated" | "unmodified" | "rejected";
  /** Rows above this one. */
  readonly after?: number;
  readonly limit: number;
}

export interface ResultPage {
  /** By row; with an outcome there can be fewer than the limit, or none, and more behind them. */
  readonly results: readonly RowResult[];
  /** `after` of the next page; absent where there is none. */
  readonly next?: number;
}

/** Receipts that are looked at for one page: of a million rows few may have the outcome. */
const SPAN = 10_000;

/** The results of a job's rows, as far as they are there, by row. */
export async function readResults(
  db: Database,
  job: JobName,
  { outcome, after = -1, limit }: ResultsRequest,
): Promise<ResultPage> {
  // Those without a filter, and the rejected ones, which have an index of their own, are read as they lie.
  const isDense = outcome === undefined || outcome === "rejected";
  const span = isDense ? undefined : await spanAfter(db, job, after);
  const within = span?.last === undefined ? sql`` : sql`and r."row" <= ${span.last}`;
  const { rows } = await sql<{ row: number; result: unknown; finished_at: Date }>`
    select r."row", r.result, r.finished_at from receipts r
     where ${isOf(job)} and r."row" > ${after} ${within} ${which(outcome)}
     order by r."row" limit ${limit}`.execute(db);
  const results = rows.map(({ row, result, finished_at }) => ({
    row,
    result: StoredResult.parse(result),
    finishedAt: finished_at.getTime(),
  }));
  const next = rows.length === limit ? rows.at(-1)?.row : span?.last;
  return { results, ...(next !== undefined && { next }) };
}

function isOf({ teamId, jobId, acceptedAt }: JobName) {
  return sql`r.team_id = ${teamId} and r.day = ${receiptDay(acceptedAt)}::date and r.job_id = ${jobId}`;
}

function which(outcome: ResultsRequest["outcome"]) {
  if (outcome === undefined) return sql``;
  const is = sql`and coalesce(r.result ->> 'applied', r.result ->> 'outcome') = ${outcome}`;
  return outcome === "rejected" ? sql`and r.record_id is null ${is}` : is;
}

/** The last of the rows that are looked at; undefined where those are all that is left. */
async function spanAfter(db: Database, job: JobName, after: number): Promise<{ last?: number }> {
  const { rows } = await sql<{ row: number }>`
    select r."row" from receipts r
     where ${isOf(job)} and r."row" > ${after}
     order by r."row" offset ${SPAN - 1} limit 1`.execute(db);
  return rows[0] ? { last: rows[0].row } : {};
}

/**
 * The names of the fields that the job's rejected rows gave, in no order: the columns of a table of them.
 * Read by parts, so that none takes long.
 */
export async function readInputNames(db: Database, job: JobName): Promise<Set<string>> {
  const names = new Set<string>();
  for (let after = -1; ;) {
    const { rows } = await sql<{ last: number; count: number; names: string[] | null }>`
      with part as (
        select r."row", r.result from receipts r
         where ${isOf(job)} and r."row" > ${after} and r.record_id is null
         order by r."row" limit ${SPAN})
      select max("row") as last, count(*)::int as count,
             (select array_agg(distinct name) from part
               cross join json_object_keys(part.result -> 'input') as name) as names
        from part`.execute(db);
    const [part] = rows;
    for (const name of part?.names ?? []) names.add(name);
    if (!part || part.count < SPAN) return names;
    after = part.last;
  }
}
