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
    await client.query(CREATE_CLOCK);
  });
}
