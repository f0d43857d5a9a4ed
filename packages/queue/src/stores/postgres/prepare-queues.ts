import { runMigrations } from "bullmq";
import type { StoreAddress } from "../../options.ts";
import { inTime, untilReachable } from "../../until-reachable.ts";
import { CREATE_CLOCK } from "./clock.ts";
import { onPostgres, preparing } from "./preparing.ts";

/**
 * A queue's table is nearly empty and is wholly rewritten all the time. Dead rows must go early, or every claim walks
 * over them: the default waits for a fifth of a table that was once large. Payloads are stored apart (TOAST) and need
 * the same. They live for seconds, so compressing them is a waste (consumed 14,100 items/s with it and 18,500 without).
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
 * Events are for BullMQ's QueueEvents, which we don't use (it lost 2-44 % of them here). A chunk had five of them, each a
 * row, and a NOTIFY with four of its transactions, which wakes every session that listens to anything. BullMQ's migrations,
 * which make its own function, come before.
 */
const NO_EVENTS = `
CREATE OR REPLACE FUNCTION publish_event(p_queue text, p_event text, p_data jsonb) RETURNS bigint
LANGUAGE sql IMMUTABLE AS 'SELECT 0::bigint';
DELETE FROM event;
`;

/** Makes BullMQ's own tables, tuned, and the clock beside them. */
export async function preparePostgresQueues(
  address: StoreAddress,
  wait: { startTimeoutMs: number },
): Promise<void> {
  await untilReachable(
    () => inTime(onPostgres(address, (client) => client.query("SELECT 1"))),
    address,
    wait,
  );
  await preparing(address, async (client, schema) => {
    await runMigrations(client, schema);
    await client.query(`SET search_path TO "${schema}"`);
    await client.query(TUNE);
    await client.query(NO_EVENTS);
    await client.query(CREATE_CLOCK);
  });
}
