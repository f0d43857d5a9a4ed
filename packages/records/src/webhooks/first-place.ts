import type { Database } from "@onefold/database";
import { sql } from "kysely";
import { readFeedEnd } from "../changes/feed-end.ts";
import { oldestBehind, positionOfEnd } from "../changes/feed-position.ts";
import type { FeedPosition } from "../changes/feed-position.ts";
import { DAY_MS, receiptDay } from "../receipts/receipt-key.ts";

/**
 * Gives the place in a team's feed before what was written since a time. Of rows that don't say when they were written it
 * gives the first of the days.
 * @param since milliseconds since 1970
 */
export async function firstPlaceSince(db: Database, teamId: string, since: number): Promise<FeedPosition> {
  const end = await readFeedEnd(db);
  // A transaction has the day on which its row was written, so none that is later is of a day before.
  const day = receiptDay(Math.max(0, since));
  const { rows } = await sql<{ xid: number; seq: number; day: string }>`
    select xid::text::bigint as xid, seq, to_char(day, 'YYYY-MM-DD') as day from changes
     where team_id = ${teamId} and day >= ${day}::date and (at is null or at >= ${new Date(since)})
       and xid < ${String(end.xid)}::xid8
     order by xid, seq limit 1`.execute(db);
  const [row] = rows;
  if (!row) return positionOfEnd(end);
  const { epoch, oldestDay } = end;
  return { epoch, xid: row.xid, seq: row.seq, n: 0, day: oldestBehind(end, row.day), since: oldestDay ?? "" };
}

/** Gives the time from which a place's events may be, where the place itself can't be found any more. */
export function startOf({ day }: FeedPosition): number {
  return Date.parse(day) || Date.now() - DAY_MS;
}
