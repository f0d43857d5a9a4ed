import type { Database } from "@onefold/database";
import { sql } from "kysely";
import { AdminError } from "./admin-error.ts";

/**
 * Revokes a key, named by its id or by the prefix that the list shows. The API processes see it within
 * seconds.
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
  if (!key) throw new AdminError(`The team has no active key ${prefixOrId}.`);
  if (keys.length > 1)
    throw new AdminError(`${keys.length} keys start with ${prefixOrId}; name one by its id.`);
  await db
    .updateTable("api_keys")
    .set({ revoked_at: sql<Date>`now()` })
    .where("team_id", "=", teamId)
    .where("key_id", "=", key.key_id)
    .execute();
  return { keyId: key.key_id };
}
