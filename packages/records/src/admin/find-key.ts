import type { Database } from "@onefold/database";

/** Who a request acts as. */
export interface KeyOwner {
  readonly teamId: string;
  readonly userId: string;
  readonly keyId: string;
  readonly blocked: boolean;
}

/** Whose key this is, by its SHA-256; undefined for one that is unknown or revoked. */
export async function findKey(db: Database, hash: Buffer): Promise<KeyOwner | undefined> {
  const row = await db
    .selectFrom("api_keys as k")
    .innerJoin("users as u", (join) =>
      join.onRef("u.team_id", "=", "k.team_id").onRef("u.user_id", "=", "k.user_id"),
    )
    .select(["k.team_id", "k.user_id", "k.key_id", "u.blocked"])
    .where("k.hash", "=", hash)
    .where("k.revoked_at", "is", null)
    .executeTakeFirst();
  return row && { teamId: row.team_id, userId: row.user_id, keyId: row.key_id, blocked: row.blocked };
}
