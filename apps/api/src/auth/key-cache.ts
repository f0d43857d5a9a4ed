import { hashKey } from "@onefold/records";
import type { KeyOwner } from "@onefold/records";
import { auth as readBasic } from "hono/utils/basic-auth";
import { createFreshCache } from "../fresh-cache.ts";

export interface KeyCache {
  /** The key that this Authorization header carries, if it is one of ours. */
  find(authorization: string, request: Request): KeyOwner | undefined | Promise<KeyOwner | undefined>;
  /** After a change of our own: these keys are looked up again. */
  forget(which: (key: KeyOwner) => boolean): void;
}

/**
 * Keys by the whole Authorization value, so that a known one costs no hash (one sha256 per request costs a
 * fifth of the throughput, STYLE.md). A revocation is seen within 5 s; a key used in the last 5 minutes
 * keeps working while Postgres is down. What is no key of ours is kept apart: a flood of it costs look-ups, and
 * evicts no key.
 */
export function createKeyCache(findKey: (hash: Buffer) => Promise<KeyOwner | undefined>): KeyCache {
  const cache = createFreshCache<KeyOwner | undefined>({
    max: 10_000,
    absentMax: 1_000,
    freshMs: (key) => (key ? 5_000 : 1_000),
    staleMs: (key) => (key ? 300_000 : 0),
  });
  return {
    find: (authorization, request) =>
      cache.get(authorization, () => findKey(lookupHash(authorization, request))),
    forget: (which) => cache.deleteWhere((key) => key !== undefined && which(key)),
  };
}

/**
 * The hash of Basic's password, whatever the user name, or of Bearer's token. A malformed header is looked
 * up too, as what no key can be: it takes the same time as a wrong key.
 */
function lookupHash(authorization: string, request: Request): Buffer {
  const bearer = /^ *bearer +(\S+) *$/i.exec(authorization)?.[1];
  return hashKey(bearer ?? readBasic(request)?.password ?? `\0${authorization}`);
}
