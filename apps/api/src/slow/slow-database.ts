import type { Database, SharedPool } from "@onefold/database";
import type { AppContext } from "../request/app-env.ts";
import type { Asker, Shares } from "./shares.ts";

/**
 * The connections for what can take long: exports, searches, lists with their totals, and whatever waits for locks.
 * Everything else has other connections, so that it never waits for these. A team and a key each have a share of them.
 */
export interface SlowDatabase {
  /** Gives the database for the key of the request. */
  of(c: AppContext): Database;
}

export function createSlowDatabase(pool: SharedPool, shares: Shares): SlowDatabase {
  const ofAsker = (asker: Asker) => pool.database(() => shares.enter(asker));
  return { of: (c) => ofAsker(c.get("key")) };
}
