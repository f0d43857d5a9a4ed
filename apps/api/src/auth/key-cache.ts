import type { IncomingMessage } from "node:http";
import { hashKey } from "@onefold/records";
import type { KeyOwner } from "@onefold/records";
import { LRUCache } from "lru-cache";
import { createFreshCache } from "../fresh-cache.ts";
import { createFloods } from "./floods.ts";
import { createKeyLookUps } from "./key-look-ups.ts";
import type { FindKeys } from "./key-look-ups.ts";
import { readSecret } from "./read-secret.ts";

export interface KeyCache {
  /**
   * The key that this Authorization header carries, if it is one of ours.
   * @throws ApiError RATE_LIMITED where its address has sent too many that are none
   */
  find(
    authorization: string,
    request: Request,
    incoming: IncomingMessage,
  ): KeyOwner | undefined | Promise<KeyOwner | undefined>;
  /** After a change of our own: these keys are looked up again. */
  forget(which: (key: KeyOwner) => boolean): void;
}

export interface KeyCacheOptions {
  readonly findKeys: FindKeys;
  /** The address of the client. */
  addressOf(incoming: IncomingMessage): string;
  readonly now?: () => number;
}

/**
 * Keys by the secret itself, so that a known one costs no hash (one sha256 per request costs a fifth of the
 * throughput), and one secret is one entry however its header is written. A revocation is seen within 5 s; a key used
 * in the last 5 minutes keeps working while Postgres is down. What is no key of ours is kept apart: a flood of it
 * evicts no key, and costs few look-ups, since each takes one of those that its address has. Nor does it wait in the way of
 * the keys that are known, which have look-ups of their own.
 */
export function createKeyCache({ findKeys, addressOf, now = Date.now }: KeyCacheOptions): KeyCache {
  /** Which secret a header carries: only saves reading it again. */
  const secrets = new LRUCache<string, string>({ max: 2_000 });
  const floods = createFloods(now);
  const [lookUpKnown, lookUpUnknown] = [createKeyLookUps(findKeys), createKeyLookUps(findKeys)];
  const cache = createFreshCache<KeyOwner | undefined>({
    max: 10_000,
    absentMax: 1_000,
    freshMs: (key) => (key ? 5_000 : 1_000),
    staleMs: (key) => (key ? 300_000 : 0),
    now,
  });

  function secretOf(authorization: string, request: Request): string | undefined {
    const known = secrets.get(authorization);
    if (known !== undefined) return known;
    const secret = readSecret(authorization, request);
    if (secret !== undefined) secrets.set(authorization, secret);
    return secret;
  }

  async function lookUp(secret: string, incoming: IncomingMessage): Promise<KeyOwner | undefined> {
    if (cache.has(secret)) return await lookUpKnown(hashKey(secret));
    const giveBack = floods.take(addressOf(incoming));
    const key = await lookUpUnknown(hashKey(secret));
    if (key) giveBack();
    return key;
  }

  return {
    find(authorization, request, incoming) {
      const secret = secretOf(authorization, request);
      return secret === undefined ? undefined : cache.get(secret, () => lookUp(secret, incoming));
    },
    forget: (which) => cache.deleteWhere((key) => key !== undefined && which(key)),
  };
}
