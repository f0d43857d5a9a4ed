import { timingSafeEqual } from "node:crypto";
import { hashKey } from "@onefold/records";
import type { KeyOwner } from "@onefold/records";
import { auth as readBasic } from "hono/utils/basic-auth";

export interface HealthReaders {
  /** Says whether this request may be told names and numbers: by the setting, or by an API key that may read. */
  mayRead(request: Request): Promise<boolean>;
}

export interface HealthReadersOptions {
  readonly details: "key" | "public";
  findKey(hash: Buffer): Promise<KeyOwner | undefined>;
}

/** How long a key that was found is taken to be good. */
const FRESH_MS = 5_000;
/** A key is never longer, in either of its forms. */
const MAX_LENGTH = 1_000;

/**
 * Looks up one key at a time and keeps the last good one. So whoever reaches the port can't take the connections that
 * commit. A request that comes during a look-up counts as one without a key.
 */
export function createHealthReaders({ details, findKey }: HealthReadersOptions): HealthReaders {
  let good: { readonly hash: Buffer; readonly until: number } | undefined;
  let isLooking = false;

  async function look(authorization: string, hash: Buffer, request: Request): Promise<boolean> {
    isLooking = true;
    try {
      const bearer = /^ *bearer +(\S+) *$/i.exec(authorization)?.[1];
      const secret = bearer ?? readBasic(request)?.password;
      const key = secret === undefined ? undefined : await findKey(hashKey(secret));
      const isGood =
        key !== undefined &&
        !key.blocked &&
        key.scopes.some((scope) => scope === "read" || scope === "admin");
      if (isGood) good = { hash, until: performance.now() + FRESH_MS };
      return isGood;
    } catch {
      // The database is away. The request is told what everybody is told.
      return false;
    } finally {
      isLooking = false;
    }
  }

  return {
    async mayRead(request) {
      if (details === "public") return true;
      const authorization = request.headers.get("authorization");
      if (authorization === null || authorization.length > MAX_LENGTH) return false;
      // Hashes are compared, since the time to compare texts would tell how far they are the same.
      const hash = hashKey(authorization);
      if (good && timingSafeEqual(good.hash, hash) && performance.now() < good.until) return true;
      return !isLooking && (await look(authorization, hash, request));
    },
  };
}
