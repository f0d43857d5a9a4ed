import type { Database } from "@onefold/database";
import { sql } from "kysely";
import { until } from "./until.ts";

/**
 * Waits until no erasure is open. Each waits for all transactions of the Postgres that began before it, and that of a
 * test run has those of other files too: some freeze a process in the middle of one, for as long as a session may live.
 */
export async function erasuresThrough(db: Database): Promise<void> {
  await until("the erasures are through", 120_000, async () => {
    const { rows } = await sql`select from erasures`.execute(db);
    return rows.length === 0;
  });
}
