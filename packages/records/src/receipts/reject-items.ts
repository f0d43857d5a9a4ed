import type { Entity, ItemRef, Rejected } from "@onefold/contract";
import type { Database, Tables } from "@onefold/database";
import type { Transaction } from "kysely";
import { ContentionError } from "../transactions/contention-error.ts";
import { createPauses } from "../create-pauses.ts";
import { searchResult } from "../erasure/search-result.ts";
import type { NewReceipt } from "./new-receipt.ts";
import { writeReceipts } from "./write-receipts.ts";
import { shareJobs } from "../jobs/lock-jobs.ts";
import { receiptKey } from "./receipt-key.ts";
import { retryContention } from "../transactions/retry-contention.ts";

/** A receipt that says that an item was not applied. */
export interface Rejection {
  readonly ref: ItemRef;
  readonly clock: number;
  /** Unknown if the item couldn't be read. */
  readonly keyId?: string;
  /** What the item was about, if it could be read. */
  readonly entity?: Entity;
  /** The former clock of a row that is sent again. */
  readonly retryOf?: number | undefined;
  readonly result: Rejected;
}

/**
 * Writes the receipts of items that are rejected whole, and counts those of upload jobs. An item that has a receipt
 * keeps it, and isn't counted again. An item of a job that has ended gets none.
 * @returns how many it wrote
 * @throws ContentionError where somebody is about to end a job of them, and doesn't
 */
export async function rejectItems(db: Database, rejections: readonly Rejection[]): Promise<number> {
  if (rejections.length === 0) return 0;
  const once = [...new Map(rejections.map((rejection) => [receiptKey(rejection.ref), rejection])).values()];
  const receipts = await searchAll(once);
  const transaction = db.transaction().setIsolationLevel("read committed");
  const write = async (trx: Transaction<Tables>) => {
    const { ended, held } = await shareJobs(
      trx,
      once.map(({ ref }) => ref),
    );
    if (held.size > 0) throw new ContentionError("a job");
    const due = receipts.filter(({ ref }) => !ended.has(ref.jobId));
    return await writeReceipts(trx, due, { unlessThere: true });
  };
  return await retryContention(() => transaction.execute(write));
}

async function searchAll(rejections: readonly Rejection[]): Promise<NewReceipt[]> {
  const pauses = createPauses();
  const receipts: NewReceipt[] = [];
  for (const { keyId = null, entity, result, ...named } of rejections) {
    receipts.push({ ...named, keyId, ...searchResult(result, entity) });
    if (pauses.isDue()) await pauses.take();
  }
  return receipts;
}
