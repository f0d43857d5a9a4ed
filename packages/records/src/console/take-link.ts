import type { Database } from "@onefold/database";
import { sql } from "kysely";
import { hashConsoleSecret } from "./console-secret.ts";
import { addConsoleSecret } from "./create-console-secret.ts";
import type { ConsoleSecret } from "./create-console-secret.ts";

/**
 * Uses a link up, and makes a session of its key. Of several at once only one gets it. It is undefined where there is no
 * such link, it was used, or its time is over.
 */
export async function takeLink(db: Database, link: string): Promise<ConsoleSecret | undefined> {
  return await db.transaction().execute(async (trx) => {
    const taken = await trx
      .deleteFrom("console_secrets")
      .where("hash", "=", hashConsoleSecret("link", link))
      .where("valid_until", ">", sql<Date>`statement_timestamp()`)
      .returning(["team_id", "key_id"])
      .executeTakeFirst();
    return taken && addConsoleSecret(trx, "session", { teamId: taken.team_id, keyId: taken.key_id });
  });
}
