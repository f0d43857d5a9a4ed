import { StoredResult } from "@onefold/contract";
import type { ErrorCode, NoteCode } from "@onefold/contract";
import type { Database } from "@onefold/database";
import { sql } from "kysely";
import type { RawBuilder } from "kysely";
import { PAGE_MAX_BYTES, pageWithin } from "../reads/page-within.ts";
import { receiptDay } from "../receipts/receipt-key.ts";
import type { JobName } from "./upload-job.ts";

export interface RowResult {
  readonly row: number;
  readonly clock: number;
  readonly result: StoredResult;
  /** Milliseconds since 1970. */
  readonly finishedAt: number;
}

export interface ResultsRequest {
  /** Only rows with this outcome; all if absent. */
  readonly outcome?: "created" | "updated" | "unmodified" | "rejected";
  /** Only rows that have one of these notes. */
  readonly notes?: readonly NoteCode[];
  /** Only rows that were rejected with this code. */
  readonly code?: ErrorCode;
  /** Only rows above this one. */
  readonly after?: number;
  readonly limit: number;
}

export interface ResultPage {
  /**
   * The results by row. There can be fewer than the limit, with more behind them, if they are large (`PAGE_MAX_BYTES`).
   * With an outcome or notes there can even be none.
   */
  readonly results: readonly RowResult[];
  /** The `after` of the next page; absent if there is none. */
  readonly next?: number;
}

/** How many receipts are looked at for one page: of a million rows few may have the outcome, or the notes. */
const SPAN_ROWS = 10_000;

/** Reads the results of a job's rows, as far as they are there, by row. */
export async function readResults(
  db: Database,
  job: JobName,
  { outcome, notes, code, after = -1, limit }: ResultsRequest,
): Promise<ResultPage> {
  // All rows, and the rejected ones, which have an index of their own, can be read one after the other.
  const isDense =
    notes === undefined && code === undefined && (outcome === undefined || outcome === "rejected");
  const span = {
    after,
    rows: isDense ? limit : SPAN_ROWS,
    onlyUnapplied: outcome === "rejected" || code !== undefined,
  };
  const page = sql`select s."row", s.clock, s.result, s.finished_at from span s where ${which({ outcome, notes, code })} order by s."row" limit ${limit}`;
  const { rows } = await sql<ResultRow>`
    with span as (${spanOf(job, span)})
    select s.last_looked, s.has_more, f.*
      from (${endOf(span)}) s
      left join (${pageWithin({ rows: page, order: sql.ref("row"), large: ["result"] })}) f on true
     order by f."row"`.execute(db);
  const results = rows.flatMap(({ row, clock, result, finished_at }) =>
    row === null
      ? []
      : [{ row, clock, result: StoredResult.parse(result), finishedAt: finished_at.getTime() }],
  );
  const next = nextAfter(rows, limit);
  return { results, ...(next !== null && { next }) };
}

type ResultRow = SpanEnd &
  (
    | { row: number; clock: number; result: unknown; finished_at: Date; candidates: number }
    | { row: null; clock?: never; result?: never; finished_at?: never }
  );

interface SpanEnd {
  last_looked: number;
  has_more: boolean | null;
}

/**
 * The next page begins after the last row that is shown if there are more of them, else after those that were looked
 * at.
 */
function nextAfter(rows: readonly ResultRow[], limit: number): number | null {
  const last = rows.at(-1);
  if (!last) return null;
  if (last.row !== null && (rows.length < last.candidates || rows.length === limit)) return last.row;
  return last.has_more ? last.last_looked : null;
}

function isOf({ teamId, jobId, acceptedAt }: JobName) {
  return sql`r.team_id = ${teamId} and r.day = ${receiptDay(acceptedAt)}::date and r.job_id = ${jobId}`;
}

function which({ outcome, notes, code }: Which): RawBuilder<unknown> {
  const isOutcome = sql`coalesce(s.result ->> 'applied', s.result ->> 'outcome') = ${outcome}`;
  const codes = sql`any(${notes}::text[])`;
  const hasNote = sql`(
    exists (select from json_array_elements(s.result -> 'warnings') w where w ->> 'code' = ${codes})
    or exists (select from json_array_elements(s.result -> 'fieldRejections') f where f ->> 'reason' = ${codes}))`;
  const conditions = [
    ...(outcome === undefined ? [] : [isOutcome]),
    ...(notes === undefined ? [] : [hasNote]),
    ...(code === undefined ? [] : [sql`s.result ->> 'code' = ${code}`]),
  ];
  return conditions.length > 0 ? sql.join(conditions, sql` and `) : sql`true`;
}

/** `undefined` means all. */
type Which = { readonly [name in "outcome" | "notes" | "code"]: ResultsRequest[name] | undefined };

interface Span {
  readonly after: number;
  readonly rows: number;
  /** Only rows that reached no record, which have an index of their own. */
  readonly onlyUnapplied: boolean;
}

/**
 * Selects the next rows, no more than can be looked into in a moment: by their number, and by their size as stored,
 * which is less than when they are read. It selects at least one.
 */
function spanOf(job: JobName, { after, rows, onlyUnapplied }: Span): RawBuilder<unknown> {
  return sql`
    select c.* from (
      select r.*, count(*) over () as found,
             sum(pg_column_size(r.result)) over (order by r."row") - pg_column_size(r.result) as packed_before
        from (select r."row", r.clock, r.result, r.finished_at from receipts r
               where ${isOf(job)} and r."row" > ${after} ${onlyUnapplied ? sql`and r.record_id is null` : sql``}
               order by r."row" limit ${rows}) r) c
     where c.packed_before < ${PAGE_MAX_BYTES}`;
}

/** Says where the span ends, and whether there can be more behind it. */
function endOf({ rows }: Span): RawBuilder<unknown> {
  return sql`
    select max("row") as last_looked, count(*) < max(found) or max(found) = ${rows} as has_more from span`;
}

/**
 * Gives the names of the fields that the job's rejected rows gave: the columns of a table of them. Those of earlier
 * rows come before those of later ones, and there is at most one more than the limit. It reads in parts, so that none
 * takes long.
 */
export async function readInputNames(db: Database, job: JobName, limit: number): Promise<Set<string>> {
  const names = new Set<string>();
  for (let after = -1; ;) {
    const span = { after, rows: SPAN_ROWS, onlyUnapplied: true };
    const { rows } = await sql<SpanEnd & { names: string[] | null }>`
      with span as (${spanOf(job, span)})
      select e.*, (
        select array_agg(d.name) from (
          select distinct n.name from span cross join json_object_keys(span.result -> 'input') as n(name)
           where n.name <> all(${[...names]}::text[])
           limit ${limit + 1 - names.size}) d) as names
        from (${endOf(span)}) e`.execute(db);
    const [part] = rows;
    for (const name of part?.names ?? []) names.add(name);
    if (!part?.has_more || names.size > limit) return names;
    after = part.last_looked;
  }
}
