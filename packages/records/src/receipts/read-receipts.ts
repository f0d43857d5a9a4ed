import { StoredResult } from "@onefold/contract";
import type { ItemRef } from "@onefold/contract";
import type { Tables } from "@onefold/database";
import { sql } from "kysely";
import type { Kysely, RawBuilder } from "kysely";
import { rowSet } from "../rows/row-set.ts";
import { lookUp, perTeam, teamOfKey } from "../rows/same-team.ts";
import { receiptDay, receiptKey } from "./receipt-key.ts";

/** What a receipt says. */
export interface Receipt {
  readonly ref: ItemRef;
  readonly clock: number;
  readonly result: StoredResult;
}

export interface StoredReceipt extends Receipt {
  /** Milliseconds since 1970. */
  readonly finishedAt: number;
}

interface ReceiptRow {
  job_id: string;
  row: number;
  clock: number;
  result: unknown;
  finished_at: Date;
}

/**
 * Reads the receipts of these items, as far as they are there, in one statement, or in one for each team (docs/distributed.md).
 * @returns by `receiptKey`; an item without an entry has not reached its final state, or has a receipt that this
 * version can't read
 */
export async function readReceipts(
  db: Kysely<Tables>,
  refs: readonly ItemRef[],
): Promise<Map<string, StoredReceipt>> {
  const found = new Map<string, StoredReceipt>();
  if (refs.length === 0) return found;
  const rows: ReceiptRow[] = [];
  for (const some of perTeam(refs)) {
    const read = await sql<ReceiptRow>`
      select r.job_id, r."row", r.clock, r.result, r.finished_at
        from ${receiptsAt(some)}`.execute(db);
    rows.push(...read.rows);
  }
  const byKey = new Map(refs.map((ref) => [receiptKey(ref), ref]));
  for (const row of rows) {
    const key = receiptKey({ jobId: row.job_id, row: row.row });
    const ref = byKey.get(key);
    // A result that a newer Onefold wrote mustn't keep the others from being read.
    const result = StoredResult.safeParse(row.result);
    if (!ref || !result.success) continue;
    found.set(key, {
      ref,
      clock: row.clock,
      result: result.data,
      finishedAt: row.finished_at.getTime(),
    });
  }
  return found;
}

/** Says which of these items have a receipt, by `receiptKey`. */
export async function findApplied(db: Kysely<Tables>, refs: readonly ItemRef[]): Promise<Set<string>> {
  if (refs.length === 0) return new Set();
  const { rows } = await sql<{ job_id: string; row: number }>`
    select r.job_id, r."row"
      from ${receiptsAt(refs)}`.execute(db);
  return new Set(rows.map((row) => receiptKey({ jobId: row.job_id, row: row.row })));
}

/**
 * Selects the receipts `r` of these items.
 * @param places their numbers, which `k.at` gives then
 */
export function receiptsAt(refs: readonly ItemRef[], places?: readonly number[]): RawBuilder<unknown> {
  const keys = refs.map((ref, index) => ({
    team_id: ref.teamId,
    day: receiptDay(ref.acceptedAt),
    job_id: ref.jobId,
    row: ref.row,
    ...(places && { at: places[index] }),
  }));
  const columns = { team_id: "id", day: "date", job_id: "id", row: "integer" } as const;
  return lookUp({
    keys: places ? rowSet("k", { ...columns, at: "integer" }, keys) : rowSet("k", columns, keys),
    table: "receipts",
    as: "r",
    on: sql`
      r.team_id = ${teamOfKey("k", keys)} and r.day = k.day and r.job_id = k.job_id and r."row" = k."row"
      and ${isDayOf(refs)}`,
  });
}

/** Around midnight there are two, and three after a pause. */
const MAX_LITERAL_DAYS = 3;

/**
 * Names the days, so that Postgres looks into their partitions only. A few stand in the text, so that a plan that is kept is
 * for their partitions and locks no other.
 */
function isDayOf(refs: readonly ItemRef[]): RawBuilder<unknown> {
  const days = [...new Set(refs.map((ref) => receiptDay(ref.acceptedAt)))].toSorted();
  if (days.length > MAX_LITERAL_DAYS) return sql`r.day = any(${days}::date[])`;
  return sql`r.day in (${sql.join(days.map((day) => sql`${sql.lit(day)}::date`))})`;
}
