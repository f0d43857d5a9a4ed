import type { Database, Tables } from "@onefold/database";
import type { Transaction } from "kysely";

/**
 * Runs a transaction in which each statement sees what former holders of the locks did, whatever the role's default is.
 * @throws what `work` threw. If the session is gone, Kysely by itself would throw what the rollback came to
 */
export async function transact<T>(db: Database, work: (trx: Transaction<Tables>) => Promise<T>): Promise<T> {
  let failure: { readonly error: unknown } | undefined;
  const keepingError = async (trx: Transaction<Tables>) => {
    try {
      return await work(trx);
    } catch (error) {
      failure = { error };
      throw error;
    }
  };
  try {
    return await db.transaction().setIsolationLevel("read committed").execute(keepingError);
  } catch (error) {
    throw failure ? failure.error : error;
  }
}
