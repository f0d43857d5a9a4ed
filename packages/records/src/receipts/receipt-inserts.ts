import { sql } from "kysely";
import type { RawBuilder } from "kysely";
import type { NamedReceipt } from "../erasure/name-receipts.ts";
import { rowSet } from "../rows/row-set.ts";
import { receiptDay } from "./receipt-key.ts";

/**
 * The most characters of a statement. Each receipt has its record, and all of a commit in one text would be too much.
 */
const MAX_STATEMENT = 2 * 1024 * 1024;

/**
 * Gives what inserts receipts: one statement or, if they are large, several. Inside a commit it is an error (23505) if
 * one is there already, since its item was applied meanwhile. With `unlessThere` such a receipt stays as it is, and the
 * statements give those that they wrote.
 */
export function receiptInserts(
  named: readonly NamedReceipt[],
  { unlessThere = false }: { readonly unlessThere?: boolean } = {},
): RawBuilder<{ job_id: string; row: number }>[] {
  const inserts: RawBuilder<{ job_id: string; row: number }>[] = [];
  let rows: ReceiptRow[] = [];
  let size = 0;
  for (const each of named) {
    const row = rowOf(each);
    if (rows.length > 0 && size + row.result.length > MAX_STATEMENT) end();
    rows.push(row);
    size += row.result.length;
  }
  if (rows.length > 0) end();
  return inserts;

  function end(): void {
    inserts.push(sql`
      insert into receipts (team_id, day, job_id, "row", clock, record_id, key_id, merge_seq, names, result)
      select team_id, day, job_id, "row", clock, record_id, key_id, merge_seq, names::bigint[], result
        from ${rowSet("n", COLUMNS, rows)}
        ${unlessThere ? sql`on conflict do nothing returning job_id, "row"` : sql``}`);
    [rows, size] = [[], 0];
  }
}

const COLUMNS = {
  team_id: "id",
  day: "date",
  job_id: "id",
  row: "integer",
  clock: "bigint",
  record_id: "id",
  key_id: "id",
  merge_seq: "bigint",
  // An array of arrays would be one flat one.
  names: "text",
  result: "json",
} as const;

type ReceiptRow = ReturnType<typeof rowOf>;

function rowOf({ receipt, names }: NamedReceipt) {
  const { ref, clock, keyId, lastMerge, result, json = JSON.stringify(result) } = receipt;
  return {
    team_id: ref.teamId,
    day: receiptDay(ref.acceptedAt),
    job_id: ref.jobId,
    row: ref.row,
    clock,
    record_id: result.outcome === "rejected" ? null : result.record.recordId,
    key_id: keyId,
    merge_seq: lastMerge?.seq ?? 0,
    names: names && `{${names.join(",")}}`,
    result: json,
  };
}
