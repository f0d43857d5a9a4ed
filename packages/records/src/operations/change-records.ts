import type { Database, Tables } from "@onefold/database";
import type { Transaction } from "kysely";
import { retryContention } from "../retry-contention.ts";

/**
 * Runs an operation in one transaction, again where it lost a race. Read committed, whatever the role's
 * default is: each statement must see what the locks waited for.
 */
export async function changeRecords<T>(
  db: Database,
  change: (trx: Transaction<Tables>) => Promise<T>,
): Promise<T> {
  return retryContention(() => db.transaction().setIsolationLevel("read committed").execute(change));
}
