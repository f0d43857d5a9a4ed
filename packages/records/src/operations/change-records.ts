import type { Database, Tables } from "@onefold/database";
import type { Transaction } from "kysely";
import { retryContention } from "../transactions/retry-contention.ts";
import type { Operation } from "./operation.ts";

/**
 * Runs an operation in one transaction, and again if it lost a race. It reads committed, whatever the role's default
 * is: each statement must see what the holders of the locks did.
 */
export async function changeRecords<T>(
  db: Database,
  { onPoint }: Operation,
  change: (trx: Transaction<Tables>) => Promise<T>,
): Promise<T> {
  const transaction = db.transaction().setIsolationLevel("read committed");
  return retryContention(() =>
    transaction.execute(async (trx) => {
      await onPoint?.("begun");
      const outcome = await change(trx);
      await onPoint?.("before-commit");
      return outcome;
    }),
  );
}
