import { Scope } from "@onefold/contract";
import type { Tables } from "@onefold/database";
import type { Selectable } from "kysely";

/** A key's own limit, instead of the deployment's. */
export interface KeyRateLimit {
  readonly requests: number;
  readonly seconds: number;
}

/** What is shown of a key, never the key itself or its hash. */
export interface ListedKey {
  readonly keyId: string;
  readonly name: string;
  readonly prefix: string;
  readonly userId: string;
  readonly scopes: readonly Scope[];
  readonly rateLimit?: KeyRateLimit;
  readonly createdAt: Date;
  readonly revokedAt?: Date;
  /** When its secret was last replaced. */
  readonly rotatedAt?: Date;
  /** Until when a former secret works. */
  readonly previousUntil?: Date;
  /** To a minute; absent where it wasn't used since that is noted. */
  readonly lastUsedAt?: Date;
}

export const KEY_COLUMNS = [
  "key_id",
  "name",
  "prefix",
  "user_id",
  "scopes",
  "rate_limit",
  "rate_window",
  "created_at",
  "revoked_at",
  "rotated_at",
  "previous_until",
  "last_used_at",
] as const;

export function listedKey(
  row: Pick<Selectable<Tables["api_keys"]>, (typeof KEY_COLUMNS)[number]>,
): ListedKey {
  const rateLimit = rateLimitOf(row);
  return {
    keyId: row.key_id,
    name: row.name,
    prefix: row.prefix,
    userId: row.user_id,
    scopes: Scope.array().parse(row.scopes),
    ...(rateLimit && { rateLimit }),
    createdAt: row.created_at,
    ...(row.revoked_at && { revokedAt: row.revoked_at }),
    ...(row.rotated_at && { rotatedAt: row.rotated_at }),
    ...(row.previous_until && { previousUntil: row.previous_until }),
    ...(row.last_used_at && { lastUsedAt: row.last_used_at }),
  };
}

/** The row has both columns or neither. */
export function rateLimitOf(row: {
  readonly rate_limit: number | null;
  readonly rate_window: number | null;
}): KeyRateLimit | undefined {
  const { rate_limit: requests, rate_window: seconds } = row;
  return requests === null || seconds === null ? undefined : { requests, seconds };
}
