import type { Pool } from "pg";
import type { ClockStore } from "../clock-store.ts";

/** The table stands beside BullMQ's own, under a name that BullMQ won't take. */
const TABLE = "onefold_clock";

/**
 * Makes the table, for `prepareQueue`. Its row is updated thousands of times per second, so it is vacuumed early. The
 * row names the store too.
 */
export const CREATE_CLOCK = `
CREATE TABLE IF NOT EXISTS ${TABLE} (single boolean PRIMARY KEY DEFAULT true CHECK (single), last bigint NOT NULL);
ALTER TABLE ${TABLE} SET (autovacuum_vacuum_threshold = 1000, autovacuum_vacuum_scale_factor = 0);
ALTER TABLE ${TABLE} ADD COLUMN IF NOT EXISTS store_id uuid NOT NULL DEFAULT gen_random_uuid();
INSERT INTO ${TABLE} (last) VALUES (0) ON CONFLICT DO NOTHING;
`;

const ISSUE = `
UPDATE ${TABLE}
   SET last = greatest(last + 1, $2::bigint + 1, (extract(epoch FROM clock_timestamp()) * 1000000)::bigint)
              + $1::bigint - 1
RETURNING last - $1::bigint + 1 AS first
`;

/**
 * Issues the deployment's one clock on Postgres: `max(last + 1, floor + 1, now in µs)`.
 *
 * The pool's sessions run with `synchronous_commit=off`, so that issuing doesn't wait for the disk while it holds the
 * row that everybody wants. That is safe. A crash can forget only the last second or so of `last`, and after the
 * restart `now` is past it. If clocks ran ahead of `now`, the floor that each process brings keeps them above all that
 * it has seen. The pool has one connection, so that ranges are issued in the order in which chunks closed.
 */
export function createPostgresClock(pool: Pool): ClockStore {
  return {
    async issueClocks(count, floor) {
      const { rows } = await pool.query<{ first: string }>(ISSUE, [count, floor]);
      if (rows[0] === undefined) throw new Error("The clock has no row: run `npx onefold migrate`.");
      return Number(rows[0].first);
    },
    async lastClock() {
      const { rows } = await pool.query<{ last: string }>(`SELECT last FROM ${TABLE}`);
      return Number(rows[0]?.last ?? 0);
    },
    async time() {
      const { rows } = await pool.query<{ ms: number }>(
        "SELECT (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS ms",
      );
      return rows[0]?.ms ?? Number.NaN;
    },
  };
}
