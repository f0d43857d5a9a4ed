import { createHash } from "node:crypto";
import { Pool } from "pg";
import type { QueryConfig, QueryResult } from "pg";

/** By text: there are a few dozen, BullMQ's and ours. */
const names = new Map<string, string>();

/**
 * Lets Postgres keep the plans of all statements with parameters that are sent by the pool. BullMQ sends texts, and to
 * parse and plan them anew took Postgres a fifth of its CPU of a request alone (docs/performance.md).
 * @param pool of BullMQ's or ours
 */
export function prepareStatements(pool: object): void {
  if (!(pool instanceof Pool)) throw new TypeError("The pool is none of pg's.");
  const query = pool.query.bind(pool) as (
    text: string | QueryConfig,
    values?: unknown[],
  ) => Promise<QueryResult>;
  Object.assign(pool, {
    query: async (text: string | QueryConfig, values?: unknown[]) => {
      if (typeof text !== "string" || values === undefined) return await query(text, values);
      try {
        return await query({ name: nameOf(text), text, values });
      } catch (error) {
        if (!isOutdated(error)) throw error;
        // Nothing was done. The pool has ended the session that had the plan; the next one may have it too.
        return await query(text, values);
      }
    },
  });
}

/** The same in all processes: behind a pooler a session may be used by several. */
function nameOf(text: string): string {
  let name = names.get(text);
  if (name === undefined) {
    name = `queue_${createHash("sha256").update(text).digest("hex").slice(0, 24)}`;
    names.set(text, name);
  }
  return name;
}

/**
 * Postgres refuses a plan whose columns are others than its client was told: a migration has changed a table that the
 * statement gives whole (`RevalidateCachedQuery` in src/backend/utils/cache/plancache.c).
 */
function isOutdated(error: unknown): boolean {
  return error instanceof Error && "routine" in error && error.routine === "RevalidateCachedQuery";
}
