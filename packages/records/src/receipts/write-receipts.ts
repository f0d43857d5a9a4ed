import type { Tables } from "@onefold/database";
import type { Kysely, Transaction } from "kysely";
import { changeInserts, changesOf } from "../changes/write-changes.ts";
import type { Erasure } from "../erasure/erasure.ts";
import type { Position } from "../erasure/strip-receipts.ts";
import { nameReceipts } from "../erasure/name-receipts.ts";
import { outcomeCounts } from "../jobs/outcome-counts.ts";
import { runAll } from "../transactions/statement.ts";
import type { Statement } from "../transactions/statement.ts";
import type { NewReceipt } from "./new-receipt.ts";
import { receiptInserts } from "./receipt-inserts.ts";
import { receiptKey } from "./receipt-key.ts";

/**
 * Gives what writes the receipts of a commit, counts those of upload jobs, and tells the feed; and the receipts as they are kept.
 * @param options `isCounted`: false for rows of a job that has ended, as its counts stand already
 */
export async function receiptWrites(
  trx: Transaction<Tables>,
  receipts: readonly NewReceipt[],
  { isCounted }: { readonly isCounted: boolean },
): Promise<{ readonly kept: readonly NewReceipt[]; readonly writes: Statement[] }> {
  const named = await nameReceipts(trx, receipts);
  return {
    kept: named.map(({ receipt }) => receipt),
    writes: [
      ...receiptInserts(named),
      ...(isCounted ? outcomeCounts(receipts) : []),
      ...changeInserts(changesOf(receipts)),
    ],
  };
}

/**
 * Writes receipts, in the transaction of what they tell of, counts those of upload jobs, and tells the feed. Everything
 * that becomes of items and operations is told here. `writeDeletion` tells of deletes.
 * @param options `unlessThere`: a receipt that is there already stays as it is, and isn't counted again
 * @returns how many it wrote
 */
export async function writeReceipts(
  db: Kysely<Tables>,
  receipts: readonly NewReceipt[],
  options: { readonly unlessThere?: boolean } = {},
): Promise<number> {
  const there = new Set<string>();
  for (const insert of receiptInserts(await nameReceipts(db, receipts), options)) {
    const { rows } = await insert.execute(db);
    for (const { job_id, row } of rows) there.add(receiptKey({ jobId: job_id, row }));
  }
  const written = options.unlessThere ? receipts.filter(({ ref }) => there.has(receiptKey(ref))) : receipts;
  await runAll(db, [...outcomeCounts(written), ...changeInserts(changesOf(written))]);
  return written.length;
}

/**
 * Notes a delete. It leaves no receipt: all that is kept of it is what its traces are found by.
 * @param next where to go on with stripping them; absent where the first round is through
 */
export async function writeDeletion(
  trx: Transaction<Tables>,
  { teamId, jobId, recordIds, ranges, parts, names }: Erasure,
  next: Position | undefined,
): Promise<void> {
  await trx
    .insertInto("erasures")
    .values({
      team_id: teamId,
      job_id: jobId,
      record_ids: [...recordIds],
      ranges: JSON.stringify(ranges),
      parts: JSON.stringify(parts),
      names: [...names],
      position: next ? JSON.stringify(next) : null,
      // With this, another round follows.
      changed: true,
    })
    .execute();
}
