import type { Database } from "@onefold/database";
import { newId } from "@onefold/identity";
import { AdminError, isViolation } from "./admin-error.ts";
import { hashKey, isAcceptableKey, newKey, prefixOf } from "./keys.ts";

export interface NewKey {
  readonly teamId: string;
  /** Its requests act as this member. */
  readonly userId: string;
  readonly name: string;
  /** A key of your own; a random one by default. */
  readonly key?: string;
}

/**
 * Makes an API key. The key itself is returned once and stored nowhere: only its hash is.
 * @throws AdminError where the member isn't there, or a key of your own is too short or taken
 */
export async function createKey(
  db: Database,
  { teamId, userId, name, key = newKey() }: NewKey,
): Promise<{ keyId: string; key: string; prefix: string }> {
  if (!isAcceptableKey(key))
    throw new AdminError("An API key needs 16 to 200 visible ASCII characters, and no colon.");
  const keyId = newId("key_");
  const prefix = prefixOf(key);
  try {
    await db
      .insertInto("api_keys")
      .values({
        team_id: teamId,
        key_id: keyId,
        user_id: userId,
        name,
        prefix,
        hash: hashKey(key),
        revoked_at: null,
      })
      .execute();
  } catch (error) {
    if (isViolation(error, "unique")) throw new AdminError("This key exists already, or was revoked.");
    if (isViolation(error, "foreign")) throw new AdminError(`The team ${teamId} has no member ${userId}.`);
    throw error;
  }
  return { keyId, key, prefix };
}
