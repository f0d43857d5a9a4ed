import type { Database } from "@onefold/database";
import { KEY_COLUMNS, listedKey } from "./listed-key.ts";
import type { ListedKey } from "./listed-key.ts";

/** Reads one key of a team, as a list shows it. */
export async function readKey(db: Database, teamId: string, keyId: string): Promise<ListedKey | undefined> {
  const row = await db
    .selectFrom("api_keys")
    .select(KEY_COLUMNS)
    .where("team_id", "=", teamId)
    .where("key_id", "=", keyId)
    .executeTakeFirst();
  return row && listedKey(row);
}
