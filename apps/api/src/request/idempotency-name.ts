import type { IdempotencyHashes, IdempotencyName } from "@onefold/records";
import { seesAll } from "../auth/key-powers.ts";
import type { AppContext } from "./app-env.ts";

/**
 * Where the request's Idempotency-Key counts: in the team, for its route. A key that sees only its own jobs has its own,
 * else it could learn of another's by repeating it, or take it before the other does.
 */
export function idempotencyName(c: AppContext, hashes: IdempotencyHashes, key: string): IdempotencyName {
  const owner = c.get("key");
  return {
    teamId: owner.teamId,
    route: `POST ${c.req.path}`,
    keyHash: hashes.key(seesAll(owner) ? key : `${owner.keyId}\n${key}`),
  };
}
