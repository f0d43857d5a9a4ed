import type { Database } from "@onefold/database";
import { sql } from "kysely";
import { findActiveKey } from "./find-active-key.ts";
import { KEY_COLUMNS, listedKey } from "./listed-key.ts";
import type { ListedKey } from "./listed-key.ts";

/**
 * Revokes an active key, named by its id or by the prefix that the list shows. The API processes see it within seconds.
 * @throws AdminError where no key, or more than one, has that name
 */
export async function revokeKey(
  db: Database,
  named: { readonly teamId: string; readonly prefixOrId: string },
): Promise<{ keyId: string }> {
  const keyId = await findActiveKey(db, named);
  await revokeKeyById(db, named.teamId, keyId);
  return { keyId };
}

/**
 * Revokes the key with that id, and all its former secrets. A key that is revoked already stays as it is. It is
 * undefined if the team has none.
 */
export async function revokeKeyById(
  db: Database,
  teamId: string,
  keyId: string,
): Promise<ListedKey | undefined> {
  const row = await db
    .updateTable("api_keys")
    .set({ revoked_at: sql<Date>`least(revoked_at, now())` })
    .where("team_id", "=", teamId)
    .where("key_id", "=", keyId)
    .returning(KEY_COLUMNS)
    .executeTakeFirst();
  return row && listedKey(row);
}
