import type { Database } from "@onefold/database";
import { sql } from "kysely";
import { AdminError } from "./admin-error.ts";
import { KEY_COLUMNS, listedKey } from "./listed-key.ts";
import type { ListedKey } from "./listed-key.ts";

/**
 * Revokes an active key, named by its id or by the prefix that the list shows. The API processes see it
 * within seconds.
 * @throws AdminError where no key, or more than one, has that name
 */
export async function revokeKey(
  db: Database,
  { teamId, prefixOrId }: { readonly teamId: string; readonly prefixOrId: string },
): Promise<{ keyId: string }> {
  const keys = await db
    .selectFrom("api_keys")
    .select("key_id")
    .where("team_id", "=", teamId)
    .where("revoked_at", "is", null)
    .where((where) => where.or([where("key_id", "=", prefixOrId), where("prefix", "=", prefixOrId)]))
    .execute();
  const [key] = keys;
  if (!key) throw new AdminError("KEY_NOT_FOUND", `The team has no active key ${prefixOrId}.`);
  if (keys.length > 1)
    throw new AdminError(
      "KEY_AMBIGUOUS",
      `${keys.length} keys start with ${prefixOrId}; name one by its id.`,
    );
  await revokeKeyById(db, teamId, key.key_id);
  return { keyId: key.key_id };
}

/** Revokes the key of that id; one that was revoked stays as it is. Undefined if the team has none. */
export async function revokeKeyById(
  db: Database,
  teamId: string,
  keyId: string,
): Promise<ListedKey | undefined> {
  const row = await db
    .updateTable("api_keys")
    .set({ revoked_at: sql<Date>`coalesce(revoked_at, now())` })
    .where("team_id", "=", teamId)
    .where("key_id", "=", keyId)
    .returning(KEY_COLUMNS)
    .executeTakeFirst();
  return row && listedKey(row);
}
