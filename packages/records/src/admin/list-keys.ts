import type { Database } from "@onefold/database";
import { KEY_COLUMNS, listedKey } from "./listed-key.ts";
import type { ListedKey } from "./listed-key.ts";

/** Lists a team's keys, oldest first, revoked ones too. */
export async function listKeys(db: Database, teamId: string): Promise<ListedKey[]> {
  const rows = await db
    .selectFrom("api_keys")
    .select(KEY_COLUMNS)
    .where("team_id", "=", teamId)
    .orderBy("created_at")
    .orderBy("key_id")
    .execute();
  return rows.map(listedKey);
}
