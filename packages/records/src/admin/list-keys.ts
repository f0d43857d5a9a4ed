import type { Database } from "@onefold/database";

export interface ListedKey {
  readonly keyId: string;
  readonly name: string;
  readonly prefix: string;
  readonly userId: string;
  readonly createdAt: Date;
  readonly revokedAt: Date | null;
}

/** A team's keys, oldest first, revoked ones too. */
export async function listKeys(db: Database, teamId: string): Promise<ListedKey[]> {
  const rows = await db
    .selectFrom("api_keys")
    .select(["key_id", "name", "prefix", "user_id", "created_at", "revoked_at"])
    .where("team_id", "=", teamId)
    .orderBy("created_at")
    .execute();
  return rows.map((row) => ({
    keyId: row.key_id,
    name: row.name,
    prefix: row.prefix,
    userId: row.user_id,
    createdAt: row.created_at,
    revokedAt: row.revoked_at,
  }));
}
