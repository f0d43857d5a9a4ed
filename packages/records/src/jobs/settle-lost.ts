import type { ItemRef } from "@onefold/contract";
import type { Database } from "@onefold/database";
import { LOST } from "./lost.ts";
import { readReceipts } from "../receipts/read-receipts.ts";
import type { StoredReceipt } from "../receipts/read-receipts.ts";
import { receiptKey } from "../receipts/receipt-key.ts";
import { rejectItems } from "../receipts/reject-items.ts";

/**
 * The receipt of a single request, or LOST where it has none and was accepted before all that the queue holds. That
 * is written, so that what is said once stays true: a copy that turns up later meets it.
 * @returns undefined where it may still be in the queue
 */
export async function settleLost(db: Database, ref: ItemRef): Promise<StoredReceipt | undefined> {
  const find = async () => (await readReceipts(db, [ref])).get(receiptKey(ref));
  const passed = await db
    .selectFrom("queue_passed")
    .select("single")
    .where("passed_before", ">", new Date(ref.acceptedAt))
    .executeTakeFirst();
  const receipt = await find();
  if (receipt || !passed) return receipt;
  await rejectItems(db, [{ ref, clock: 0, result: LOST }]);
  return await find();
}

/** Whether it is the receipt of something that the queue lost. */
export function isLost(receipt: StoredReceipt | undefined): boolean {
  return receipt?.result.outcome === "rejected" && receipt.result.code === LOST.code;
}
