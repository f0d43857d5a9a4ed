import type { Database, Tables } from "@onefold/database";
import type { Transaction } from "kysely";

/**
 * Runs a transaction in which each statement sees what those did who had the locks before, whatever the role's
 * default is.
 * @throws what `work` threw; by itself Kysely would throw what the rollback came to, where the session is gone
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
