import type { Tables } from "@onefold/database";
import { sql } from "kysely";
import type { Transaction } from "kysely";
import { hashKey } from "../admin/keys.ts";

/** The key that a link or a session belongs to. */
export interface ConsoleKey {
  readonly teamId: string;
  readonly keyId: string;
}

/** Until when a secret of a key works; null while it is the current one. */
export type KeyUntil = Date | null;

/**
 * Keeps a key from being rotated until the transaction ends. So a rotation either was there before, or finds what this
 * transaction makes, and shortens it.
 * @returns the hash of its current secret; undefined if it is revoked
 */
export async function holdKey(
  trx: Transaction<Tables>,
  { teamId, keyId }: ConsoleKey,
): Promise<Buffer | undefined> {
  const key = await trx
    .selectFrom("api_keys")
    .select("hash")
    .where("team_id", "=", teamId)
    .where("key_id", "=", keyId)
    .where("revoked_at", "is", null)
    .forKeyShare()
    .executeTakeFirst();
  return key?.hash;
}

/**
 * Holds a key, and gives until when this secret of it works. It asks the database: what a process keeps of a key may be
 * of before a rotation.
 * @returns undefined if it doesn't work any more
 */
export async function holdKeyBy(
  trx: Transaction<Tables>,
  key: ConsoleKey,
  secret: string,
): Promise<KeyUntil | undefined> {
  const current = await holdKey(trx, key);
  const hash = hashKey(secret);
  if (!current || current.equals(hash)) return current && null;
  // A statement of its own: it sees what a rotation wrote that was waited for.
  const former = await trx
    .selectFrom("rotated_secrets")
    .select("valid_until")
    .where("team_id", "=", key.teamId)
    .where("key_id", "=", key.keyId)
    .where("hash", "=", hash)
    .where("valid_until", ">", sql<Date>`statement_timestamp()`)
    .executeTakeFirst();
  return former?.valid_until;
}
