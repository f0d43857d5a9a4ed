import type { Database } from "@onefold/database";
import { sql } from "kysely";
import { receiptDay } from "../receipts/receipt-key.ts";
import type { UploadJob, JobName } from "./upload-job.ts";
import { LOST } from "./lost.ts";
import { readJob } from "./read-job.ts";

/**
 * Called for each row of an upload, from the first on. It says whether the job that the upload repeats didn't come to
 * the row.
 */
export type IsMissing = (row: number) => Promise<boolean>;

/** How many rows are looked up at once. */
const PAGE = 10_000;

/**
 * Finds the rows to take when an upload is sent again because the queue lost some of it: those that have no receipt in
 * the job before, or one that says LOST. That job may have been such a repeat itself. Its rows are then those that its
 * own predecessor missed, in their order.
 */
export async function missingRows(db: Database, job: UploadJob): Promise<IsMissing> {
  const before = job.retryOf === undefined ? undefined : await readJob(db, job.teamId, job.retryOf);
  const wasMissing = before && (await missingRows(db, before));
  let own = 0;
  let from = 0;
  let done: ReadonlySet<number> | undefined;
  return async (row) => {
    if (wasMissing && !(await wasMissing(row))) return false;
    const asked = wasMissing ? own++ : row;
    if (!done || asked >= from + PAGE) {
      from = asked;
      done = await doneRows(db, job, from);
    }
    return !done.has(asked);
  };
}

async function doneRows(
  db: Database,
  { teamId, jobId, acceptedAt }: JobName,
  from: number,
): Promise<Set<number>> {
  const { rows } = await sql<{ row: number }>`
    select r."row" from receipts r
     where r.team_id = ${teamId} and r.day = ${receiptDay(acceptedAt)}::date and r.job_id = ${jobId}
       and r."row" >= ${from} and r."row" < ${from + PAGE}
       and (r.record_id is not null or r.result ->> 'code' is distinct from ${LOST.code})`.execute(db);
  return new Set(rows.map(({ row }) => row));
}
