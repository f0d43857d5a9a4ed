import type { Database } from "@onefold/database";
import { AdminError } from "./admin-error.ts";

/**
 * Finds the id of an active key, by its id or by the prefix that the list shows.
 * @throws AdminError where no key, or more than one, has that name
 */
export async function findActiveKey(
  db: Database,
  { teamId, prefixOrId }: { readonly teamId: string; readonly prefixOrId: string },
): Promise<string> {
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
  return key.key_id;
}
