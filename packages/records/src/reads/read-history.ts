import { StoredResult } from "@onefold/contract";
import type { Database } from "@onefold/database";
import { sql } from "kysely";
import { askedRow } from "../commit/linked-items.ts";
import { pageWithin } from "./page-within.ts";

/** A receipt of a record, and the key that asked for it. */
export interface HistoryEntry {
  readonly clock: number;
  readonly jobId: string;
  readonly row: number;
  /** The record that it reached. One that was merged into this one since has another id. */
  readonly recordId: string;
  readonly keyId?: string;
  readonly keyName?: string;
  readonly userId?: string;
  readonly userName?: string;
  readonly result: StoredResult;
}

export interface HistoryPage {
  readonly entries: HistoryEntry[];
  /** The clock of the last entry, if there is more. */
  readonly next?: number;
}

interface HistoryRow {
  clock: number;
  job_id: string;
  row: number;
  record_id: string;
  key_id: string | null;
  key_name: string | null;
  user_id: string | null;
  user_name: string | null;
  result: unknown;
  /** How many could have been read at most. */
  candidates: number;
}

/**
 * Reads what happened to a record, newest first, as far as receipts are kept, with what happened to the records that
 * were merged into it. Each id is a look into the index, and the results are merged. The order is by clock alone, as in
 * the index: no two items have the same.
 * @param recordIds a `ResolvedRecord`'s `allIds`
 */
export async function readHistory(
  db: Database,
  teamId: string,
  recordIds: readonly string[],
  { limit, after = Number.MAX_SAFE_INTEGER }: { readonly limit: number; readonly after?: number },
): Promise<HistoryPage> {
  const entries = sql`
    select e.* from unnest(${recordIds}::text[]) as d(id) cross join lateral (
      select r.clock, r.job_id, r."row", r.record_id, r.key_id, r.result
        from receipts r
       where r.team_id = ${teamId} and r.record_id = d.id collate "C" and r.clock < ${after}::bigint
       order by r.clock desc limit ${limit + 1}) e
     order by e.clock desc limit ${limit + 1}`;
  const order = sql`${sql.ref("clock")} desc`;
  const { rows } = await sql<HistoryRow>`
    select h.*, k.name as key_name, k.user_id, nullif(u.name, '') as user_name
      from (${pageWithin({ rows: entries, order, large: ["result"] })}) h
      left join api_keys k on k.team_id = ${teamId} and k.key_id = h.key_id
      left join users u on u.team_id = ${teamId} and u.user_id = k.user_id
     order by h.clock desc`.execute(db);
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  const isLast = last === undefined || page.length === last.candidates;
  return {
    entries: page.flatMap(entryOf),
    ...(!isLast && { next: last.clock }),
  };
}

function entryOf(row: HistoryRow): HistoryEntry[] {
  const result = StoredResult.safeParse(row.result);
  // A result that a newer Onefold wrote mustn't keep the others from being read.
  if (!result.success) return [];
  return [
    {
      clock: row.clock,
      jobId: row.job_id,
      row: askedRow(row.row),
      recordId: row.record_id,
      ...(row.key_id !== null && { keyId: row.key_id }),
      ...(row.key_name !== null && { keyName: row.key_name }),
      ...(row.user_id !== null && { userId: row.user_id }),
      ...(row.user_name !== null && { userName: row.user_name }),
      result: result.data,
    },
  ];
}
