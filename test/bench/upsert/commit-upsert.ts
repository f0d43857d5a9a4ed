import type { Database } from "@onefold/database";
import { applyUpsert } from "./apply-upsert.ts";
import type { Upsert } from "./upsert.ts";

/** One job, one transaction. Where two jobs bring a new person at once, the second fails and is tried again. */
export async function commitUpsert(db: Database, upsert: Upsert): Promise<void> {
  await db.transaction().execute((trx) => applyUpsert(trx, upsert));
}
