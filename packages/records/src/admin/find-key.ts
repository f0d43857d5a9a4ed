import { OnConflict, Scope } from "@onefold/contract";
import type { Database } from "@onefold/database";
import { sql } from "kysely";
import { rateLimitOf } from "./listed-key.ts";
import type { KeyRateLimit } from "./listed-key.ts";

/** Who a request acts as, and what it may do. */
export interface KeyOwner {
  readonly teamId: string;
  readonly userId: string;
  readonly keyId: string;
  readonly blocked: boolean;
  readonly scopes: readonly Scope[];
  /** What an upsert of the team does if the request doesn't say. */
  readonly onConflict: OnConflict;
  /** The key's own limit; absent if the deployment's holds. */
  readonly rateLimit?: KeyRateLimit;
}

/**
 * Finds a key by the SHA-256 of its secret, of a former secret that still works, or of a session of the console. It gives
 * undefined if the key is unknown or revoked.
 */
export async function findKey(db: Database, hash: Buffer): Promise<KeyOwner | undefined> {
  return (await findKeys(db, [hash])).get(hash.toString("hex"));
}

/** Finds several keys, and gives them by their hashes in hex. Hashes of no key aren't in it. */
export async function findKeys(db: Database, hashes: readonly Buffer[]): Promise<Map<string, KeyOwner>> {
  const asked = sql<Buffer>`any(${hashes}::bytea[])`;
  const rows = await db
    .selectFrom("api_keys as k")
    .innerJoin(
      (named) =>
        named
          .selectFrom("api_keys as c")
          .select(["c.team_id", "c.key_id", "c.hash"])
          .where("c.hash", "=", asked)
          .unionAll(
            named
              .selectFrom("rotated_secrets as r")
              .select(["r.team_id", "r.key_id", "r.hash"])
              .where("r.hash", "=", asked)
              .where("r.valid_until", ">", sql<Date>`now()`),
          )
          .unionAll(
            named
              .selectFrom("console_secrets as s")
              .select(["s.team_id", "s.key_id", "s.hash"])
              .where("s.hash", "=", asked)
              .where("s.kind", "=", "session")
              .where("s.valid_until", ">", sql<Date>`now()`),
          )
          .as("n"),
      (join) => join.onRef("n.team_id", "=", "k.team_id").onRef("n.key_id", "=", "k.key_id"),
    )
    .innerJoin("users as u", (join) =>
      join.onRef("u.team_id", "=", "k.team_id").onRef("u.user_id", "=", "k.user_id"),
    )
    .innerJoin("teams as t", "t.team_id", "k.team_id")
    .select(["n.hash", "k.team_id", "k.user_id", "k.key_id", "k.scopes", "k.rate_limit", "k.rate_window"])
    .select(["u.blocked", "t.on_conflict"])
    .where("k.revoked_at", "is", null)
    .execute();
  return new Map(rows.map(({ hash, ...row }) => [hash.toString("hex"), ownerOf(row)]));
}

interface OwnerRow {
  readonly team_id: string;
  readonly user_id: string;
  readonly key_id: string;
  readonly blocked: boolean;
  readonly scopes: unknown;
  readonly on_conflict: unknown;
  readonly rate_limit: number | null;
  readonly rate_window: number | null;
}

function ownerOf(row: OwnerRow): KeyOwner {
  const rateLimit = rateLimitOf(row);
  return {
    teamId: row.team_id,
    userId: row.user_id,
    keyId: row.key_id,
    blocked: row.blocked,
    scopes: Scope.array().parse(row.scopes),
    onConflict: OnConflict.parse(row.on_conflict),
    ...(rateLimit && { rateLimit }),
  };
}
