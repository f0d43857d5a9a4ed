import { seesAll } from "@onefold/present";
import type { IdempotencyHashes, IdempotencyName } from "@onefold/records";
import type { AppContext } from "./app-env.ts";

/**
 * Names what the request's Idempotency-Key counts for: the team and the route. An API key that sees only its own jobs
 * has names of its own. Else it could learn of another key's request by repeating it, or use the name before the other
 * does.
 */
export function idempotencyName(c: AppContext, hashes: IdempotencyHashes, key: string): IdempotencyName {
  const owner = c.get("key");
  return {
    teamId: owner.teamId,
    route: `POST ${c.req.path}`,
    keyHash: hashes.key(seesAll(owner) ? key : `${owner.keyId}\n${key}`),
  };
}
