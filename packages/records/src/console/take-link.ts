import type { Database } from "@onefold/database";
import { sql } from "kysely";
import { hashConsoleSecret } from "./console-secret.ts";
import { addConsoleSecret } from "./create-console-secret.ts";
import type { ConsoleSecret } from "./create-console-secret.ts";
import { holdKey } from "./hold-key.ts";

/**
 * Uses a link up, and makes a session of its key, which ends with the secret that the link was made by. Of several at once
 * only one gets it. It is undefined where there is no such link, it was used, its time is over, or its key is revoked.
 */
export async function takeLink(db: Database, link: string): Promise<ConsoleSecret | undefined> {
  const hash = hashConsoleSecret("link", link);
  return await db.transaction().execute(async (trx) => {
    const found = await trx
      .selectFrom("console_secrets")
      .select(["team_id", "key_id"])
      .where("hash", "=", hash)
      .executeTakeFirst();
    if (!found) return undefined;
    const key = { teamId: found.team_id, keyId: found.key_id };
    // The key before its link, as a rotation does.
    if (!(await holdKey(trx, key))) return undefined;
    const taken = await trx
      .deleteFrom("console_secrets")
      .where("team_id", "=", key.teamId)
      .where("key_id", "=", key.keyId)
      .where("hash", "=", hash)
      .where("valid_until", ">", sql<Date>`statement_timestamp()`)
      .returning("key_until")
      .executeTakeFirst();
    return taken && (await addConsoleSecret(trx, "session", key, taken.key_until));
  });
}
