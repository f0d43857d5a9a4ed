import { createHmac, createSecretKey } from "node:crypto";
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
 * be kept, and a plain hash of one is easily guessed. The secret is read only when it is needed, which is rare.
 */
export async function readIdentifierHash(db: Kysely<Tables>): Promise<HashIdentifier> {
  const key = createSecretKey(Buffer.from(await readErasureSecret(db)));
  return (teamId, entity, { kind, value }) =>
    createHmac("sha256", key).update(`${teamId} ${entity} ${kind} ${value}`).digest();
}

/**
 * Gives the part of a hash that `receipts.names` keeps: a bigint, in decimals. It is enough to tell a team's names
 * apart.
 */
export function shortHash(hash: Buffer): string {
  return hash.readBigInt64BE(0).toString();
}
