import type { Tables } from "@onefold/database";
import { sql } from "kysely";
import type { Kysely } from "kysely";
import { nameReceipts } from "../erasure/name-receipts.ts";
import { ID, jsonTexts } from "../rows/json-rows.ts";
import type { NewReceipt } from "./new-receipt.ts";
import { receiptDay, receiptKey } from "./receipt-key.ts";

/**
 * The most characters of a statement. Each receipt has its record, and all of a commit in one text would be too much.
 */
const MAX_STATEMENT = 2 * 1024 * 1024;

/**
 * Inserts receipts, in one statement or, if they are large, in several. Inside a commit it is an error (23505) if one
 * is there already, since its item was applied meanwhile. With `unlessThere` such a receipt stays as it is.
 * @returns those that it wrote
 */
export async function insertReceipts(
  db: Kysely<Tables>,
  receipts: readonly NewReceipt[],
  options: { readonly unlessThere?: boolean },
): Promise<NewReceipt[]> {
  if (receipts.length === 0) return [];
  const named = await nameReceipts(db, receipts);
  const written = new Set<string>();
  let texts: string[] = [];
  let size = 0;
  for (const [index, { receipt, names }] of named.entries()) {
    // If a part of it isn't kept, the text that was made before is of another result.
    const json = receipt === receipts[index] ? receipt.json : undefined;
    const text = rowText(receipt, names, json);
    if (texts.length > 0 && size + text.length > MAX_STATEMENT) await write();
    texts.push(text);
    size += text.length;
  }
  await write();
  return options.unlessThere ? receipts.filter(({ ref }) => written.has(receiptKey(ref))) : [...receipts];

  async function write(): Promise<void> {
    const rows = jsonTexts("n", COLUMNS, texts);
    [texts, size] = [[], 0];
    const inserted = await sql<{ job_id: string; row: number }>`
      insert into receipts (team_id, day, job_id, "row", clock, record_id, key_id, names, result)
      select team_id, day, job_id, "row", clock, record_id, key_id, names, result
        from ${rows}
        ${options.unlessThere ? sql`on conflict do nothing returning job_id, "row"` : sql``}`.execute(db);
    for (const { job_id, row } of inserted.rows) written.add(receiptKey({ jobId: job_id, row }));
  }
}

const COLUMNS =
  `team_id ${ID}, day date, job_id ${ID}, "row" integer, clock bigint, ` +
  `record_id ${ID}, key_id ${ID}, names bigint[], result json`;

function rowText(
  { ref, clock, keyId, result }: NewReceipt,
  names: string[] | null,
  json = JSON.stringify(result),
): string {
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
