import type { Database } from "@onefold/database";
import { sql } from "kysely";
import { FRESH_SECONDS, isFresh } from "./watermark.ts";

/** What is held was added within this many milliseconds of the call, or never is. */
export const HELD_ADD_MS = 20_000;

/** Until then a look that began after the add is the only one that counts. There is some time to spare. */
const LEFT_SECONDS = HELD_ADD_MS / 1_000 + FRESH_SECONDS + 20;
const HOLD_SECONDS = LEFT_SECONDS + 80;

/**
 * Keeps the watermark behind the acceptance of an item that is about to be added again. Its chunk will be as old as
 * that, and nobody else knows that it comes: a moment before, the queue could be told to be through with its time. One
 * hold stands for all that were accepted later.
 * @returns false where the queue is through with it: then it is told as lost, and never added
 */
export async function holdWatermark(db: Database, acceptedAt: number): Promise<boolean> {
  const at = new Date(acceptedAt);
  const { rows: known } = await sql`
    select from queue_passed q
     where ${isOpen(at)} and q.held_before <= ${at}
       and q.held_until > now() + make_interval(secs => ${sql.lit(LEFT_SECONDS)})`.execute(db);
  if (known.length > 0) return true;
  const { rows } = await sql`
    insert into queue_passed as q (passed_before, held_before, held_until)
    values ('epoch', ${at}, now() + make_interval(secs => ${sql.lit(HOLD_SECONDS)}))
    on conflict (single) do update
       set held_before = case when q.held_until > now() then least(q.held_before, excluded.held_before)
                              else excluded.held_before end,
           held_until = excluded.held_until,
           passed_before = least(q.passed_before, excluded.held_before)
     where ${isOpen(at)}
    returning single`.execute(db);
  return rows.length > 0;
}

const isOpen = (at: Date) => sql`(q.passed_before <= ${at} or not ${isFresh})`;
