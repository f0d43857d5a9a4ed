import type { Tables } from "@onefold/database";
import { sql } from "kysely";
import type { Transaction } from "kysely";
import { receiptDay } from "../receipts/receipt-key.ts";
import type { JobName } from "../jobs/upload-job.ts";

export interface ReceiptsOfJob {
  readonly all: number;
  /** Of the rows that were taken. */
  readonly taken: number;
  readonly rejected: number;
  /** Of the rejected: those that say LOST. */
  readonly lost: number;
}

/** How many receipts a job has: by indexes, however many they are. */
export async function countReceipts(
  trx: Transaction<Tables>,
  job: JobName,
  rowsTaken: number,
): Promise<ReceiptsOfJob> {
  const { rows } = await sql<ReceiptsOfJob>`
    select a."all", a.taken, n.rejected, n.lost
      from (select count(*)::int as "all", (count(*) filter (where "row" < ${rowsTaken}))::int as taken
              from receipts r where ${isOf(job)} and r."row" >= 0) a,
           (select count(*)::int as rejected, (count(*) filter (where clock = 0))::int as lost
              from receipts r where ${isOf(job)} and r."row" >= 0 and record_id is null) n`.execute(trx);
  return rows[0] ?? { all: 0, taken: 0, rejected: 0, lost: 0 };
}

/** The first rows of those that were taken that have no receipt. */
export async function findMissing(
  trx: Transaction<Tables>,
  job: JobName,
  { rowsTaken, limit }: { readonly rowsTaken: number; readonly limit: number },
): Promise<number[]> {
  const { rows } = await sql<{ row: number }>`
    select n.n as "row" from generate_series(0, ${rowsTaken - 1}::int) as n(n)
     where not exists (select from receipts r where ${isOf(job)} and r."row" = n.n)
     order by n.n limit ${limit}`.execute(trx);
  return rows.map(({ row }) => row);
}

/** When the last of them was written, in milliseconds since 1970; undefined where there is none. */
export async function lastFinished(trx: Transaction<Tables>, job: JobName): Promise<number | undefined> {
  const { rows } = await sql<{ at: Date | null }>`
    select max(finished_at) as at from receipts r where ${isOf(job)}`.execute(trx);
  return rows[0]?.at?.getTime();
}

function isOf({ teamId, jobId, acceptedAt }: JobName) {
  return sql`r.team_id = ${teamId} and r.day = ${receiptDay(acceptedAt)}::date and r.job_id = ${jobId}`;
}
