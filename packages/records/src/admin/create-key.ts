import type { Scope } from "@onefold/contract";
import type { Database } from "@onefold/database";
import { newId } from "@onefold/identity";
import { AdminError, isViolation } from "./admin-error.ts";
import { hashKey, isAcceptableKey, newKey, prefixOf } from "./keys.ts";
import { KEY_COLUMNS, listedKey } from "./listed-key.ts";
import type { KeyRateLimit, ListedKey } from "./listed-key.ts";

export interface NewKey {
  readonly teamId: string;
  /** The key's requests act as this member. */
  readonly userId: string;
  readonly name: string;
  /** A key that the caller chose; a random one by default. */
  readonly key?: string;
  /** What the key may do: everything by default. */
  readonly scopes?: readonly Scope[] | undefined;
  /** A limit of its own, instead of the deployment's. */
  readonly rateLimit?: KeyRateLimit | undefined;
}

/** The key as it is listed, and this once the key itself. */
interface CreatedKey extends ListedKey {
  readonly key: string;
}

/**
 * Makes an API key. The key itself is returned once and stored nowhere: only its hash is stored.
 * @throws AdminError where the member isn't there, or a chosen key is too short or taken
 */
export async function createKey(
  db: Database,
  { teamId, userId, name, key = newKey(), scopes = ["admin"], rateLimit }: NewKey,
): Promise<CreatedKey> {
  if (!isAcceptableKey(key))
    throw new AdminError("INVALID_KEY", "An API key needs 16 to 200 visible ASCII characters, and no colon.");
  if (await wasRotated(db, key)) throw new AdminError("KEY_EXISTS", TAKEN);
  try {
    const row = await db
      .insertInto("api_keys")
      .values({
        team_id: teamId,
        key_id: newId("key_"),
        user_id: userId,
        name,
        prefix: prefixOf(key),
        hash: hashKey(key),
        revoked_at: null,
        scopes: [...new Set(scopes)],
        rate_limit: rateLimit?.requests ?? null,
        rate_window: rateLimit?.seconds ?? null,
      })
      .returning(KEY_COLUMNS)
      .executeTakeFirstOrThrow();
    return { ...listedKey(row), key };
  } catch (error) {
    if (isViolation(error, "unique")) throw new AdminError("KEY_EXISTS", TAKEN);
    if (isViolation(error, "foreign"))
      throw new AdminError("MEMBER_NOT_FOUND", `The team has no member ${userId}.`);
    throw error;
  }
}

const TAKEN = "This key exists already, or was revoked or replaced.";

async function wasRotated(db: Database, key: string): Promise<boolean> {
  const rotated = await db
    .selectFrom("rotated_secrets")
    .select("key_id")
    .where("hash", "=", hashKey(key))
    .executeTakeFirst();
  return rotated !== undefined;
}
