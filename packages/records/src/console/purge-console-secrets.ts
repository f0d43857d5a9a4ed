import type { Database } from "@onefold/database";
import { sql } from "kysely";

/** Deletes links and sessions whose time is over. They are few, and nobody waits for them. */
export async function purgeConsoleSecrets(db: Database): Promise<number> {
  const { numDeletedRows } = await db
    .deleteFrom("console_secrets")
    .where("valid_until", "<", sql<Date>`now()`)
    .executeTakeFirst();
  return Number(numDeletedRows);
}
