import type { ApiKey } from "@onefold/contract";
import { presentTime } from "@onefold/present";
import type { ListedKey } from "@onefold/records";

/** Shows a key as it is listed. */
export function presentKey(key: ListedKey): ApiKey {
  return {
    _id: key.keyId,
    prefix: key.prefix,
    name: key.name,
    scopes: [...key.scopes],
    ...(key.rateLimit && { rateLimit: key.rateLimit }),
    userId: key.userId,
    createdAt: presentTime(key.createdAt.getTime()),
    ...(key.revokedAt && { revokedAt: presentTime(key.revokedAt.getTime()) }),
    ...(key.rotatedAt && { rotatedAt: presentTime(key.rotatedAt.getTime()) }),
    ...(key.previousUntil && { previousUntil: presentTime(key.previousUntil.getTime()) }),
    ...(key.lastUsedAt && { lastUsedAt: presentTime(key.lastUsedAt.getTime()) }),
  };
}
