import { createHmac, createSecretKey } from "node:crypto";
import { readErasureSecret } from "@onefold/database";
import type { Tables } from "@onefold/database";
import type { Entity, Identifier } from "@onefold/contract";
import type { Kysely } from "kysely";

/** The hash under which a tombstone knows an identifier of a team. */
export type HashIdentifier = (teamId: string, entity: Entity, identifier: Identifier) => Buffer;

/**
 * Tombstones keep an HMAC of a value, not the value: an erased address is not to be kept, and a plain hash of
 * one is easily guessed (DESIGN.md, "Delete"). The secret is read where it is needed, which is rare.
 */
export async function readIdentifierHash(db: Kysely<Tables>): Promise<HashIdentifier> {
  const key = createSecretKey(Buffer.from(await readErasureSecret(db)));
  return (teamId, entity, { kind, value }) =>
    createHmac("sha256", key).update(`${teamId} ${entity} ${kind} ${value}`).digest();
}
