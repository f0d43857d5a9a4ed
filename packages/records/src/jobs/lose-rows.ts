import type { ItemRef } from "@onefold/contract";
import type { Database } from "@onefold/database";
import { sql } from "kysely";
import { receiptDay } from "../receipts/receipt-key.ts";
import { rejectItems } from "../receipts/reject-items.ts";
import { noteWatermark } from "../watermark/note-watermark.ts";
import type { Watermark } from "../watermark/watermark.ts";
import type { JobName } from "./upload-job.ts";
import { LOST } from "./lost.ts";

/** How many receipts are written in one transaction. */
const PAGE = 1_000;

/**
 * Gives a receipt that says LOST to rows of upload jobs. Such a row was queued before the watermark and has no receipt,
 * and the queue holds nothing older, so it is nowhere any more. If its chunk turns up later all the same, it meets that
 * receipt.
 *
 * A job knows its rows' time by how many there were when it was last looked at, or, if no more can come, by when its
 * upload ended. The requests of single POSTs have no row here: `settleLost` judges one when it is asked for.
 * @returns how many rows of which jobs
 */
export async function loseRows(db: Database, watermark: Watermark): Promise<Map<string, number>> {
  await noteWatermark(db, watermark);
  const passed = new Date(watermark.passedBefore);
  // Rows beyond those that were taken are done too. So if no more can come, their number says nothing of the others.
  const { rows: jobs } = await sql<{ team_id: string; job_id: string; accepted_at: Date; below: number }>`
    select j.team_id, j.job_id, j.accepted_at, b.below
      from jobs j
      cross join lateral (
        select (j.upload = 'complete' or (j.upload = 'broken' and j.lease_until < now()))
               and j.lease_until < ${passed} as is_final) f
      cross join lateral (
        select case when f.is_final then j.rows_taken
                    when j.checked_at < ${passed} then j.checked_rows else 0 end as below) b
      cross join lateral (
        select coalesce(sum(created + updated + unmodified + rejected), 0) as done from job_counts c
         where c.team_id = j.team_id and c.job_id = j.job_id) c
     where j.status is null and (f.is_final or c.done < b.below)
     limit 100`.execute(db);
  const lost = new Map<string, number>();
  for (const { team_id, job_id, accepted_at, below } of jobs) {
    const name = { teamId: team_id, jobId: job_id, acceptedAt: accepted_at.getTime() };
    const count = await loseBelow(db, name, below);
    if (count > 0) lost.set(job_id, count);
  }
  await sql`
    update jobs set checked_rows = rows_taken, checked_at = now()
     where status is null and (checked_at is null or checked_at < ${passed})`.execute(db);
  return lost;
}

async function loseBelow(db: Database, name: JobName, below: number): Promise<number> {
  let lost = 0;
  for (let from = 0; ;) {
    const { rows } = await sql<{ row: number }>`
      select n.n as "row" from generate_series(${from}::int, ${below - 1}::int) as n(n)
       where not exists (
             select from receipts r
              where r.team_id = ${name.teamId} and r.day = ${receiptDay(name.acceptedAt)}::date
                and r.job_id = ${name.jobId} and r."row" = n.n)
       order by n.n limit ${PAGE}`.execute(db);
    const refs = rows.map(({ row }): ItemRef => ({ ...name, row, upload: true }));
    // Their clocks aren't known any more. Nothing is ordered by the clock of a row that was not applied.
    lost += await rejectItems(
      db,
      refs.map((ref) => ({ ref, clock: 0, result: LOST })),
    );
    const last = rows.at(-1);
    if (!last || rows.length < PAGE) return lost;
    from = last.row + 1;
  }
}
