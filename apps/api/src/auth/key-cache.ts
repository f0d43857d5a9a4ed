import type { IncomingMessage } from "node:http";
import { consoleSecretName, hashKey } from "@onefold/records";
import type { KeyOwner } from "@onefold/records";
import { LRUCache } from "lru-cache";
import { createFreshCache } from "../fresh-cache.ts";
import { createFloods } from "./floods.ts";
import { createKeyLookUps } from "./key-look-ups.ts";
import type { FindKeys } from "./key-look-ups.ts";
import { readSecret } from "./read-secret.ts";

export interface KeyCache {
  /** Whether a request may give its key in its query. */
  readonly inQuery: boolean;
  /**
   * Finds the key that this Authorization header carries, if it is one of ours.
   * @throws ApiError RATE_LIMITED where its address has sent too many unknown keys
   */
  find(
    authorization: string,
    request: Request,
    incoming: IncomingMessage,
  ): KeyOwner | undefined | Promise<KeyOwner | undefined>;
  /**
   * Finds the key of a session of the console, in the same way: what is known of it is as old at most.
   * @throws ApiError RATE_LIMITED as above
   */
  findSession(
    session: string,
    incoming: IncomingMessage,
  ): KeyOwner | undefined | Promise<KeyOwner | undefined>;
  /**
   * Takes one of the look-ups that the client's address has of what is unknown.
   * @throws ApiError RATE_LIMITED where none is left
   */
  attempt(incoming: IncomingMessage): void;
  /** Has these keys looked up again. Call it after this process has changed them. */
  forget(which: (key: KeyOwner) => boolean): void;
  forgetSession(session: string): void;
}

export interface KeyCacheOptions {
  readonly findKeys: FindKeys;
  /** Gives the address of the client. */
  addressOf(incoming: IncomingMessage): string;
  readonly inQuery?: boolean;
  readonly now?: () => number;
}

/**
 * Keeps keys by the secret itself. So a known key costs no hash (one sha256 per request costs a fifth of the
 * throughput), and one secret is one entry however its header is written. A revocation is seen within 5 s. A key that
 * was used in the last 5 minutes keeps working while Postgres is down.
 *
 * Unknown keys are kept apart, so a flood of them evicts no known key. It costs few look-ups, since each takes one of
 * those that its address has. Known keys have look-ups of their own, so they don't wait behind the flood.
 */
export function createKeyCache({
  findKeys,
  addressOf,
  inQuery = false,
  now = Date.now,
}: KeyCacheOptions): KeyCache {
  /** Keeps which secret a header carries, which only saves reading it again. */
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
    inQuery,
    find(authorization, request, incoming) {
      const secret = secretOf(authorization, request);
      return secret === undefined ? undefined : cache.get(secret, () => lookUp(secret, incoming));
    },
    findSession(session, incoming) {
      const name = consoleSecretName("session", session);
      return cache.get(name, () => lookUp(name, incoming));
    },
    attempt: (incoming) => void floods.take(addressOf(incoming)),
    forgetSession: (session) => cache.delete(consoleSecretName("session", session)),
    forget: (which) => cache.deleteWhere((key) => key !== undefined && which(key)),
  };
}
