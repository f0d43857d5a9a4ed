import type { Database, Tables } from "@onefold/database";
import type { Transaction } from "kysely";

/**
 * Reads some pages' worth at one state of everything, and writes nothing: Postgres refuses it. Short, so that vacuum is
 * kept from nothing, and a partition that is to be dropped waits for a moment: each check needs but one such state at a
 * time, as a record and its receipts are written together.
 */
export async function inSnapshot<T>(
  db: Database,
  read: (trx: Transaction<Tables>) => Promise<T>,
): Promise<T> {
  return await db.transaction().setIsolationLevel("repeatable read").setAccessMode("read only").execute(read);
}
