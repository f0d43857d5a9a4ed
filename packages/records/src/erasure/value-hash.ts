import { createHmac, createSecretKey } from "node:crypto";
import type { KeyObject } from "node:crypto";
import { readErasureSecret } from "@onefold/database";
import type { Tables } from "@onefold/database";
import type { Entity, IdentifierKind } from "@onefold/contract";
import type { Kysely } from "kysely";

/** What names a record: an identifier in canonical form, or its id; or what it is unsubscribed by. */
export interface RecordWord {
  readonly kind: IdentifierKind | "phone" | "id";
  readonly value: string;
}

/** Gives the hash under which a tombstone knows what named a record of a team. */
export type HashIdentifier = (teamId: string, entity: Entity, word: RecordWord) => Buffer;

/**
 * Reads the secret and gives the hash. Tombstones keep an HMAC of a value, not the value: an erased address is not to
 * be kept, and a plain hash of one is easily guessed. The secret never changes: it is read when it is needed first.
 */
export async function readIdentifierHash(db: Kysely<Tables>): Promise<HashIdentifier> {
  const key = await readKey(db);
  return (teamId, entity, { kind, value }) =>
    createHmac("sha256", key).update(`${teamId} ${entity} ${kind} ${value}`).digest();
}

/** The secrets by database. All transactions of one share its adapter. */
const keys = new WeakMap<object, KeyObject>();

async function readKey(db: Kysely<Tables>): Promise<KeyObject> {
  const { adapter } = db.getExecutor();
  const key = keys.get(adapter) ?? createSecretKey(Buffer.from(await readErasureSecret(db)));
  keys.set(adapter, key);
  return key;
}

/**
 * Gives the part of a hash that `receipts.names` keeps: a bigint, in decimals. It is enough to tell a team's names
 * apart.
 */
export function shortHash(hash: Buffer): string {
  return hash.readBigInt64BE(0).toString();
}
