import type { ItemRef } from "@onefold/contract";
import type { Database, Tables } from "@onefold/database";
import { sql } from "kysely";
import type { Transaction } from "kysely";
import { searchResult } from "../erasure/search-result.ts";
import { readReceipts } from "../receipts/read-receipts.ts";
import type { StoredReceipt } from "../receipts/read-receipts.ts";
import { receiptDay, receiptKey } from "../receipts/receipt-key.ts";
import { writeReceipts } from "../receipts/write-receipts.ts";
import { retryContention } from "../transactions/retry-contention.ts";
import { transact } from "../transactions/transact.ts";
import { isFresh } from "../watermark/watermark.ts";
import { LOST } from "./lost.ts";

/** What is known of a single request. */
export type Settled =
  | { readonly kind: "known"; readonly receipt: StoredReceipt }
  /** It is told as lost from now on. Nobody was told before. */
  | { readonly kind: "lost"; readonly receipt: StoredReceipt }
  /** It may still be in the queue. */
  | { readonly kind: "open" }
  /** The receipts of its day are gone. */
  | { readonly kind: "expired" };

/**
 * Gives the receipt of a single request. If it has none and was accepted before all that the queue holds, the receipt
 * LOST is written, so that what is said once stays true: a copy that turns up later meets it.
 */
export async function settleLost(db: Database, ref: ItemRef): Promise<Settled> {
  const { isPassed, isKept } = await look(db, ref);
  const isNews =
    isPassed &&
    isKept &&
    (await retryContention(() =>
      transact(db, async (trx) => ({ result: await lose(trx, ref), writes: [] })),
    ));
  const receipt = (await readReceipts(db, [ref])).get(receiptKey(ref));
  if (receipt) return { kind: isNews ? "lost" : "known", receipt };
  return { kind: isKept ? "open" : "expired" };
}

/**
 * Looks at the watermark. `isKept` says whether the receipts of its day can be there: if all days are younger, the
 * earlier ones were dropped, or nobody had made a partition for them.
 */
async function look(db: Database, ref: ItemRef): Promise<{ isPassed: boolean; isKept: boolean }> {
  const day = receiptDay(ref.acceptedAt);
  const partition = `receipts_${day.replaceAll("-", "")}`;
  const { rows } = await sql<{ isPassed: boolean; isKept: boolean }>`
    select exists (select from queue_passed q where ${isPassed(ref)}) as "isPassed",
           coalesce(min(c.relname collate "C") <= ${partition}, true)
             or exists (select from receipts_default where day <= ${day}::date) as "isKept"
      from pg_inherits i join pg_class c on c.oid = i.inhrelid
     where i.inhparent = 'receipts'::regclass and c.relname ~ '^receipts_\\d{8}$'`.execute(db);
  return rows[0] ?? { isPassed: false, isKept: true };
}

/**
 * Writes the receipt. The watermark is locked (shared) until then, so whoever holds it back does so before both, or
 * after both.
 */
async function lose(trx: Transaction<Tables>, ref: ItemRef): Promise<boolean> {
  const { rows } = await sql`select from queue_passed q where ${isPassed(ref)} for share`.execute(trx);
  if (rows.length === 0) return false;
  const receipt = { ref, clock: 0, keyId: null, ...searchResult(LOST) };
  return (await writeReceipts(trx, [receipt], { unlessThere: true })) > 0;
}

const isPassed = ({ acceptedAt }: ItemRef) => sql`(q.passed_before > ${new Date(acceptedAt)} and ${isFresh})`;

/** Says whether it is the receipt of something that the queue lost. */
export function isLost(receipt: StoredReceipt | undefined): boolean {
  return receipt?.result.outcome === "rejected" && receipt.result.code === LOST.code;
}
