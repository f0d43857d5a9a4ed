import { runMigrations } from "bullmq";
import { Client } from "pg";
import { Redis } from "ioredis";
import { CREATE_CLOCK } from "./stores/postgres/clock.ts";
import { storeAddress } from "./options.ts";
import type { QueueOptions, StoreAddress } from "./options.ts";
import { schemaOf, sessions } from "./stores/postgres/sessions.ts";
import { pingRedis } from "./stores/redis/ping.ts";
import { inTime, untilReachable } from "./until-reachable.ts";

const WAIT_MS = 30_000;

/** Serialises preparations; any number will do that others don't take with these two keys. */
const LOCK_CLASS = 0x0f01d;

/**
 * A queue's table is nearly empty and wholly rewritten all the time: dead rows must go early, or every
 * claim walks over them. The default waits for a fifth of a table that was once large. Payloads are
 * stored apart (TOAST) and need the same; they live for seconds, so compressing them is a waste (consumed
 * 14,100 items/s with it and 18,500 without).
 */
const TUNE = `
ALTER TABLE job SET (
  autovacuum_vacuum_threshold = 500, autovacuum_vacuum_scale_factor = 0,
  autovacuum_analyze_threshold = 5000, autovacuum_analyze_scale_factor = 0,
  autovacuum_vacuum_cost_delay = 0,
  toast.autovacuum_vacuum_threshold = 2000, toast.autovacuum_vacuum_scale_factor = 0,
  toast.autovacuum_vacuum_cost_delay = 0
);
ALTER TABLE event SET (
  autovacuum_vacuum_threshold = 2000, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_cost_delay = 0
);
ALTER TABLE job ALTER COLUMN data SET STORAGE EXTERNAL, ALTER COLUMN name SET STORAGE EXTERNAL;
ALTER TABLE event ALTER COLUMN data SET STORAGE EXTERNAL;
`;

/**
 * Makes the store ready to hold the queue; for `migrate`, and safe to repeat and to run at once from
 * several places. BullMQ's migrations run here only: connecting never changes a schema.
 */
export async function prepareQueue(options: QueueOptions): Promise<void> {
  const address = storeAddress(options);
  await (address.kind === "redis" ? prepareRedis(address) : preparePostgres(address));
}

async function prepareRedis(address: StoreAddress): Promise<void> {
  await untilReachable(() => inTime(onRedis(address)), address, { startTimeoutMs: WAIT_MS });
}

async function onRedis(address: StoreAddress): Promise<void> {
  const redis = new Redis(address.url, { lazyConnect: true, retryStrategy: () => null });
  try {
    await pingRedis(redis);
  } finally {
    redis.disconnect();
  }
}

async function preparePostgres(address: StoreAddress): Promise<void> {
  await untilReachable(() => inTime(onPostgres(address, (client) => client.query("SELECT 1"))), address, {
    startTimeoutMs: WAIT_MS,
  });
  const schema = schemaOf(address);
  await onPostgres(address, async (client) => {
    await client.query("SELECT pg_advisory_lock($1, hashtext($2))", [LOCK_CLASS, schema]);
    await runMigrations(client, schema);
    await client.query(`SET search_path TO "${schema}"`);
    await client.query(TUNE);
    await client.query(CREATE_CLOCK);
  });
}

/** One session for all: BullMQ's migrations need their lock and their transaction on one connection. */
async function onPostgres(address: StoreAddress, use: (client: Client) => Promise<unknown>): Promise<void> {
  const client = new Client(
    sessions(address, { applicationName: "onefold migrate", max: 1, mayPause: true }),
  );
  client.on("error", () => undefined);
  try {
    await client.connect();
    await use(client);
  } finally {
    await client.end();
  }
}
