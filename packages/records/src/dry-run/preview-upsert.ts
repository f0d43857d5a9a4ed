import type { Item, ItemResult } from "@onefold/contract";
import type { Database } from "@onefold/database";
import { foldCommit } from "../commit/fold-commit.ts";
import { linkedItems } from "../commit/linked-items.ts";
import { viewCommit } from "../commit/load-commit.ts";
import { view } from "../transactions/transact.ts";

/**
 * Says what the item would do to the records as they are. It folds as `commitOnce` does, over one snapshot, in a
 * transaction that Postgres lets write nothing. It takes no locks, waits for nobody, and knows nothing of what is still
 * queued. The id of a record that it would create is made up.
 */
export async function previewUpsert(db: Database, item: Item): Promise<ItemResult> {
  return await view(db, async (trx) => {
    const items = [...linkedItems([item]).map((wanted) => wanted.item), item];
    const { outcomes } = await foldCommit(await viewCommit(trx, items), items);
    const outcome = outcomes.find((each) => each.item === item);
    if (!outcome) throw new Error("the fold gave no outcome");
    return outcome.result;
  });
}
