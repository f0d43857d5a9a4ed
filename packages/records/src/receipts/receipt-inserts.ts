import { sql } from "kysely";
import type { RawBuilder } from "kysely";
import type { NamedReceipt } from "../erasure/name-receipts.ts";
import { ID, jsonTexts } from "../rows/json-rows.ts";
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
  let texts: string[] = [];
  let size = 0;
  for (const each of named) {
    const text = rowText(each);
    if (texts.length > 0 && size + text.length > MAX_STATEMENT) end();
    texts.push(text);
    size += text.length;
  }
  if (texts.length > 0) end();
  return inserts;

  function end(): void {
    inserts.push(sql`
      insert into receipts (team_id, day, job_id, "row", clock, record_id, key_id, names, result)
      select team_id, day, job_id, "row", clock, record_id, key_id, names, result
        from ${jsonTexts("n", COLUMNS, texts)}
        ${unlessThere ? sql`on conflict do nothing returning job_id, "row"` : sql``}`);
    [texts, size] = [[], 0];
  }
}

const COLUMNS =
  `team_id ${ID}, day date, job_id ${ID}, "row" integer, clock bigint, ` +
  `record_id ${ID}, key_id ${ID}, names bigint[], result json`;

function rowText({ receipt, names }: NamedReceipt): string {
  const { ref, clock, keyId, result, json = JSON.stringify(result) } = receipt;
  const row = JSON.stringify({
    team_id: ref.teamId,
    day: receiptDay(ref.acceptedAt),
    job_id: ref.jobId,
    row: ref.row,
    clock,
    record_id: result.outcome === "rejected" ? null : result.record.recordId,
    key_id: keyId,
    names,
  });
  return `${row.slice(0, -1)},"result":${json}}`;
}
