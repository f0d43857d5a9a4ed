import type { Entity, ItemRef, ItemResult } from "@onefold/contract";
import type { Tables } from "@onefold/database";
import { sql } from "kysely";
import type { Kysely } from "kysely";
import { nameReceipts } from "./erasure/name-receipts.ts";
import { ID, jsonRows } from "./json-rows.ts";
import { receiptDay, receiptKey } from "./receipt-key.ts";

export interface NewReceipt {
  readonly ref: ItemRef;
  readonly clock: number;
  readonly keyId: string | null;
  /** What it is about; absent where that is unknown, and nothing is quoted. */
  readonly entity?: Entity;
  /** Of a row that is sent again: its clock of before. */
  readonly retryOf?: number | undefined;
  readonly result: ItemResult;
}

/**
 * Writes receipts in one statement. Inside a commit one that is there already is an error (23505), since its
 * item was applied meanwhile; `unlessThere` leaves it as it is.
 * @returns those that it wrote
 */
export async function insertReceipts(
  db: Kysely<Tables>,
  receipts: readonly NewReceipt[],
  options: { readonly unlessThere?: boolean } = {},
): Promise<NewReceipt[]> {
  if (receipts.length === 0) return [];
  const named = await nameReceipts(db, receipts);
  const rows = named.map(({ receipt: { ref, clock, keyId, result }, names }) => ({
    team_id: ref.teamId,
    day: receiptDay(ref.acceptedAt),
    job_id: ref.jobId,
    row: ref.row,
    clock,
    record_id: result.outcome === "rejected" ? null : result.record.recordId,
    key_id: keyId,
    names,
    result,
  }));
  const columns =
    `team_id ${ID}, day date, job_id ${ID}, "row" integer, clock bigint, ` +
    `record_id ${ID}, key_id ${ID}, names bigint[], result json`;
  const { rows: written } = await sql<{ job_id: string; row: number }>`
    insert into receipts (team_id, day, job_id, "row", clock, record_id, key_id, names, result)
    select team_id, day, job_id, "row", clock, record_id, key_id, names, result
      from ${jsonRows("n", columns, rows)}
      ${options.unlessThere ? sql`on conflict do nothing returning job_id, "row"` : sql``}`.execute(db);
  if (!options.unlessThere) return [...receipts];
  const keys = new Set(written.map(({ job_id, row }) => receiptKey({ jobId: job_id, row })));
  return receipts.filter(({ ref }) => keys.has(receiptKey(ref)));
}
