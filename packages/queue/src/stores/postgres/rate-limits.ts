import { Pool } from "pg";
import { RateLimiterPostgres } from "rate-limiter-flexible";
import type { StoreAddress } from "../../options.ts";
import type { RateLimitStore } from "../store.ts";
import { preparing } from "./preparing.ts";
import { schemaOf } from "./sessions.ts";

/** The table stands beside the queue's own, under a name that BullMQ won't take. */
const TABLE = "onefold_rate_limits";

/** A count is one short statement on one row. Those of a key wait for each other anyway. */
const CONNECTIONS = 3;

/** Counts in one row per key, in the table that `preparePostgresRateLimits` made. */
export function openPostgresRateLimits(address: StoreAddress, timeoutMs: number): RateLimitStore {
  const pool = new Pool({
    connectionString: address.url,
    application_name: "onefold rate limits",
    max: CONNECTIONS,
    keepAlive: true,
    idleTimeoutMillis: 0,
    connectionTimeoutMillis: timeoutMs,
    statement_timeout: timeoutMs,
    query_timeout: timeoutMs,
  });
  // The next request that asks is told.
  pool.on("error", () => undefined);

  return {
    ready: () => Promise.resolve(),
    limiter: ({ prefix, ...settings }) =>
      new RateLimiterPostgres({
        ...settings,
        storeClient: pool,
        storeType: "pool",
        schemaName: schemaOf(address),
        tableName: TABLE,
        keyPrefix: prefix,
        // Without this, it would make the table whenever a process starts.
        tableCreated: true,
        // A key's next window uses its row again, so there are no more rows than keys.
        clearExpiredByTimeout: false,
      }),
    [Symbol.asyncDispose]: () => pool.end(),
  };
}

/** Makes the table that holds the counts. */
export async function preparePostgresRateLimits(address: StoreAddress): Promise<void> {
  await preparing(address, async (client, schema) => {
    await client.query(`CREATE SCHEMA IF NOT EXISTS "${schema}"`);
    await client.query(createTable(`"${schema}"."${TABLE}"`));
  });
}

/**
 * The columns are the library's. The table is unlogged, so that counting never waits for the disk: after a crash of
 * Postgres the windows start anew. Its rows are updated all the time, so their pages have room for that, and it is
 * vacuumed early.
 */
function createTable(table: string): string {
  return `
    CREATE UNLOGGED TABLE IF NOT EXISTS ${table} (
      key varchar(255) PRIMARY KEY,
      points integer NOT NULL DEFAULT 0,
      expire bigint
    ) WITH (fillfactor = 50, autovacuum_vacuum_threshold = 1000, autovacuum_vacuum_scale_factor = 0)
  `;
}
