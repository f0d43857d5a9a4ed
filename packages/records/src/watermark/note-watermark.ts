import type { Database } from "@onefold/database";
import { sql } from "kysely";
import type { Watermark } from "./watermark.ts";

/**
 * Notes how far the queue is through, for questions about single requests. The latest look stands, whichever worker
 * made it, unless it is from a time that the database hasn't reached. What is held stays behind the watermark.
 */
export async function noteWatermark(db: Database, { passedBefore, lookedAt }: Watermark): Promise<void> {
  await sql`
    insert into queue_passed as q (passed_before, looked_at)
    values (${new Date(passedBefore)}, ${new Date(lookedAt)})
    on conflict (single) do update
       set passed_before = case when q.held_until > now() then least(excluded.passed_before, q.held_before)
                                else excluded.passed_before end,
           looked_at = excluded.looked_at
     where q.looked_at is null or q.looked_at <= excluded.looked_at
        or q.looked_at > now() + interval '10 seconds'`.execute(db);
}
