import type { ItemRef, Rejected } from "@onefold/contract";
import type { Database } from "@onefold/database";
import { insertReceipts } from "./insert-receipts.ts";
import type { NewReceipt } from "./insert-receipts.ts";

/** A receipt that says that an item was not applied. */
export interface Rejection {
  readonly ref: ItemRef;
  readonly clock: number;
  /** Unknown where the item couldn't be read. */
  readonly keyId?: string;
  readonly result: Rejected;
}

/** Writes the receipts of items that are rejected whole. One that has a receipt keeps it. */
export async function rejectItems(db: Database, rejections: readonly Rejection[]): Promise<void> {
  await insertReceipts(
    db,
    rejections.map(({ ref, clock, keyId, result }): NewReceipt => ({
      ref,
      clock,
      keyId: keyId ?? null,
      result,
    })),
    { unlessThere: true },
  );
}
