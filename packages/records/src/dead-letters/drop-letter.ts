import type { ItemRef, Rejected } from "@onefold/contract";
import type { Database } from "@onefold/database";
import { sql } from "kysely";
import type { RowResult } from "../jobs/read-results.ts";
import { readReceipts } from "../receipts/read-receipts.ts";
import { receiptKey } from "../receipts/receipt-key.ts";
import { retryContention } from "../transactions/retry-contention.ts";
import { transact } from "../transactions/transact.ts";
import { holdLetter, isAt } from "./hold-letter.ts";
import { recountWrites } from "./recount.ts";

export type DroppedLetter =
  | { readonly kind: "dropped"; readonly result: RowResult }
  | { readonly kind: "gone" }
  | { readonly kind: "job-open" };

/**
 * Drops a dead letter: its row stays rejected, and says who dropped it. Nothing of what it gave is kept, so nothing of it is
 * retried either.
 */
export async function dropLetter(
  db: Database,
  ref: ItemRef,
  by: {
    readonly userId: string;
    readonly keyId: string;
    /** Milliseconds since 1970. */
    readonly now: number;
  },
): Promise<DroppedLetter> {
  const result: Rejected = {
    outcome: "rejected",
    code: "DROPPED",
    message: `${by.userId} dropped this dead letter, by the API key ${by.keyId}. Nothing of it was applied.`,
  };
  const why = await retryContention(() =>
    transact(db, async (trx) => {
      const held = await holdLetter(trx, ref);
      if (typeof held === "string") return { result: held, writes: [] };
      return {
        result: undefined,
        writes: [
          sql`
            update receipts r set result = ${JSON.stringify(result)}::json, names = null, finished_at = ${new Date(by.now)}
             where ${isAt(ref)}`,
          ...recountWrites(held.job, ref, held.result, result),
        ],
      };
    }),
  );
  if (why) return { kind: why };
  const receipt = (await readReceipts(db, [ref])).get(receiptKey(ref));
  if (!receipt) return { kind: "gone" };
  return {
    kind: "dropped",
    result: { row: ref.row, clock: receipt.clock, result, finishedAt: receipt.finishedAt },
  };
}
