import type { Tables } from "@onefold/database";
import { sql } from "kysely";
import type { Kysely } from "kysely";

/**
 * Gives the highest clock that was ever written, which is the floor of every clock issued after a start; 0 if none was.
 * It looks at tombstones too: a delete leaves no receipt, and a newer person must not be taken for the one that was
 * erased. A value that is unsubscribed before anybody has it leaves none either.
 */
export async function highestClock(db: Kysely<Tables>): Promise<number> {
  const { rows } = await sql<{ clock: number | null }>`
    select greatest(
      (select clock from receipts order by clock desc limit 1),
      (select clock from tombstones order by clock desc limit 1),
      (select clock from unsubscribed_values order by clock desc limit 1)) as clock`.execute(db);
  return rows[0]?.clock ?? 0;
}
