import { Pool } from "pg";
import { RateLimiterPostgres } from "rate-limiter-flexible";
import { prefixOf, TIMEOUT_MS } from "./open-store.ts";
import type { Store, StoreOptions } from "./open-store.ts";
import { schemaOf, TABLE } from "./rate-limit-table.ts";

/** A count is one short statement on one row; those of a key wait for each other anyway. */
const CONNECTIONS = 3;

/** A row per key, in the table that `prepareRateLimits` made. */
export function openPostgresStore({ url, namespace, timeoutMs = TIMEOUT_MS }: StoreOptions): Store {
  const pool = new Pool({
    connectionString: url,
    application_name: "onefold rate limits",
    max: CONNECTIONS,
    keepAlive: true,
    idleTimeoutMillis: 0,
    connectionTimeoutMillis: timeoutMs,
    statement_timeout: timeoutMs,
    query_timeout: timeoutMs,
  });
  // Whoever asks next is told.
  pool.on("error", () => undefined);

  return {
    ready: () => Promise.resolve(),
    limiter: (settings) =>
      new RateLimiterPostgres({
        ...settings,
        storeClient: pool,
        storeType: "pool",
        schemaName: schemaOf(namespace),
        tableName: TABLE,
        keyPrefix: prefixOf(settings),
        // Else it would make the table whenever a process starts.
        tableCreated: true,
        // A row is used again by its key's next window, so there are no more rows than keys.
        clearExpiredByTimeout: false,
      }),
    [Symbol.asyncDispose]: () => pool.end(),
  };
}
