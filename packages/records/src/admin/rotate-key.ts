import type { Database, Tables } from "@onefold/database";
import { sql } from "kysely";
import type { Transaction } from "kysely";
import { hashKey, newKey, prefixOf } from "./keys.ts";
import { KEY_COLUMNS, listedKey } from "./listed-key.ts";
import type { ListedKey } from "./listed-key.ts";

export const OVERLAP_HOURS = { normal: 24, max: 7 * 24 };

export interface KeyRotation {
  readonly teamId: string;
  readonly keyId: string;
  /** How long the former secret still works; 0 ends it at once. */
  readonly overlapHours: number;
}

/** The key as it is listed, and this once its new secret. */
interface RotatedKey extends ListedKey {
  readonly key: string;
}

/**
 * Gives a key a new secret, under the same id. Every former secret ends with this overlap at the latest, so an overlap
 * of 0 ends all of them. The API processes see it within seconds.
 * @returns undefined if the team has no active key with that id
 */
export async function rotateKey(
  db: Database,
  { teamId, keyId, overlapHours }: KeyRotation,
): Promise<RotatedKey | undefined> {
  const key = newKey();
  return await db.transaction().execute(async (trx) => {
    // If two rotate at once, one waits, and replaces the other's secret.
    const current = await trx
      .selectFrom("api_keys")
      .select("hash")
      .where("team_id", "=", teamId)
      .where("key_id", "=", keyId)
      .where("revoked_at", "is", null)
      .forUpdate()
      .executeTakeFirst();
    if (!current) return undefined;
    const until = sql<Date>`statement_timestamp() + make_interval(hours => ${overlapHours})`;
    await endEarlier(trx, { teamId, keyId }, until);
    await trx
      .insertInto("rotated_secrets")
      .values({ team_id: teamId, key_id: keyId, hash: current.hash, valid_until: until })
      .execute();
    const row = await trx
      .updateTable("api_keys")
      .set({ hash: hashKey(key), prefix: prefixOf(key), rotated_at: sql`now()`, previous_until: until })
      .where("team_id", "=", teamId)
      .where("key_id", "=", keyId)
      .returning(KEY_COLUMNS)
      .executeTakeFirstOrThrow();
    return { ...listedKey(row), key };
  });
}

/** Ends the secrets of earlier rotations, and what signed in to the console by them or by the current one. */
async function endEarlier(
  trx: Transaction<Tables>,
  { teamId, keyId }: Pick<KeyRotation, "teamId" | "keyId">,
  until: ReturnType<typeof sql<Date>>,
): Promise<void> {
  const earlier = { valid_until: sql<Date>`least(valid_until, ${until})` };
  await trx
    .updateTable("rotated_secrets")
    .set(earlier)
    .where("team_id", "=", teamId)
    .where("key_id", "=", keyId)
    .execute();
  await trx
    .updateTable("console_secrets")
    .set({ ...earlier, key_until: sql<Date>`least(key_until, ${until})` })
    .where("team_id", "=", teamId)
    .where("key_id", "=", keyId)
    .execute();
}
