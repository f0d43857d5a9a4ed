import type { Item, ItemResult } from "@onefold/contract";
import type { Database } from "@onefold/database";
import { foldBatch } from "../commit/fold-batch.ts";
import { viewBatch } from "../commit/load-batch.ts";

/**
 * What the item would do to the records as they are: folded as `commitBatch` does it, over one snapshot, in a
 * transaction that Postgres lets write nothing. It takes no locks and waits for nobody, and knows nothing of
 * what is still queued. The id of a record that it would create is made up.
 */
export async function previewUpsert(db: Database, item: Item): Promise<ItemResult> {
  const transaction = db.transaction().setIsolationLevel("repeatable read").setAccessMode("read only");
  return await transaction.execute(async (trx) => {
    const { outcomes } = await foldBatch(await viewBatch(trx, [item]), [item]);
    const [outcome] = outcomes;
    if (!outcome) throw new Error("the fold gave no outcome");
    return outcome.result;
  });
}
