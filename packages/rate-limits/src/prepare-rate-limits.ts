import { Client } from "pg";
import { isRedis } from "./open-store.ts";
import type { StoreOptions } from "./open-store.ts";
import { schemaOf, TABLE } from "./rate-limit-table.ts";

/** Serialises preparations; any number will do that others don't take with these two keys. */
const LOCK_CLASS = 0x0f01e;

/**
 * Makes the table that holds the counts; for `migrate`, and safe to repeat and to run at once from several
 * places. Redis needs nothing.
 */
export async function prepareRateLimits({ url, namespace }: StoreOptions): Promise<void> {
  if (isRedis(url)) return;
  const schema = schemaOf(namespace);
  const client = new Client({ connectionString: url, application_name: "onefold migrate" });
  client.on("error", () => undefined);
  try {
    await client.connect();
    await client.query("SELECT pg_advisory_lock($1, hashtext($2))", [LOCK_CLASS, schema]);
    await client.query(`CREATE SCHEMA IF NOT EXISTS "${schema}"`);
    await client.query(createTable(`"${schema}"."${TABLE}"`));
  } finally {
    await client.end();
  }
}

/**
 * The columns are the library's. Unlogged, so that counting never waits for the disk: after a crash of
 * Postgres the windows start anew. The rows are updated all the time: room for that on their page, and an
 * early vacuum.
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
