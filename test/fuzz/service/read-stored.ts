import type { Database } from "@onefold/database";
import { sql } from "kysely";
import type { StoredJobs } from "../judge/compare-accepted.ts";

interface UploadRow {
  readonly job_id: string;
  readonly rows_taken: number;
  readonly cancelled: number;
  readonly sent: boolean;
  readonly ended: boolean;
}

/** What the database has of a team's jobs. */
export async function readStored(db: Database, teamId: string): Promise<StoredJobs> {
  const receipts = await sql<{ job_id: string; count: number; unsubscribes: boolean }>`
    select job_id, count(*)::int as count,
           bool_or(coalesce(result ->> 'action', '') in ('unsubscribe', 'resubscribe')) as unsubscribes
      from receipts where team_id = ${teamId} and "row" >= 0 group by job_id`.execute(db);
  const uploads = await sql<UploadRow>`
    select job_id, rows_taken, coalesce((counts ->> 'cancelled')::int, 0) as cancelled, finished_at is not null as ended,
           upload = 'complete' or (upload = 'broken' and lease_until < now()) as sent
      from jobs where team_id = ${teamId}`.execute(db);
  return {
    receipts: new Map(receipts.rows.map(({ job_id: job, count }) => [job, count])),
    unsubscribes: new Set(
      receipts.rows.filter(({ unsubscribes }) => unsubscribes).map(({ job_id: job }) => job),
    ),
    uploads: new Map(
      uploads.rows.map(
        ({ job_id: job, rows_taken: rowsTaken, cancelled: rowsCancelled, sent: isSent, ended: hasEnded }) => [
          job,
          { rowsTaken, rowsCancelled, isSent, hasEnded },
        ],
      ),
    ),
  };
}
