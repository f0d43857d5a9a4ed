import type { Tables } from "@onefold/database";
import { sql } from "kysely";
import type { Transaction } from "kysely";
import { inSnapshot } from "./in-snapshot.ts";
import { nameOf } from "./job-row.ts";
import type { JobRow } from "./job-row.ts";
import { ofTeam } from "./of-team.ts";
import { countReceipts, findMissing } from "./receipts-of-job.ts";
import { verifyOpenJob } from "./verify-open-job.ts";
import type { Verifying } from "./verifying.ts";

const PAGE = 100;
/** Rows of the jobs of a page, unless one job has more. */
const ROWS = 50_000;

/** Uploads that ended in the time, and all that haven't: each row has its receipt, as many times as the job says. */
export async function verifyJobs(verifying: Verifying): Promise<void> {
  for (let after: JobRow | undefined; ;) {
    const rows = await inSnapshot(verifying.db, async (trx) => {
      const page = await readPage(trx, verifying, after);
      for (const job of page)
        await (job.status === null
          ? verifyOpenJob(trx, verifying, job)
          : verifyEndedJob(trx, verifying, job));
      return page;
    });
    verifying.judged.jobs += rows.length;
    verifying.looked("jobs", verifying.judged.jobs);
    after = rows.at(-1);
    if (rows.length === 0) return;
  }
}

async function readPage(
  trx: Transaction<Tables>,
  { since, teamId }: Verifying,
  after: JobRow | undefined,
): Promise<JobRow[]> {
  const { rows } = await sql<JobRow>`
    with page as (
      select team_id, job_id, accepted_at, rows_taken, upload, lease_until, status, counts, now() as now from jobs
     where (status is null or finished_at > ${new Date(since / 1_000)})
       and ${ofTeam(teamId)}
       and ${after ? sql`(team_id, job_id) > (${after.team_id}, ${after.job_id})` : sql`true`}
       order by team_id, job_id limit ${PAGE})
    select * from (
      select p.*, sum(p.rows_taken) over (order by p.team_id, p.job_id) as rows_so_far from page p) q
     where q.rows_so_far - q.rows_taken < ${ROWS}
     order by q.team_id, q.job_id`.execute(trx);
  return rows;
}

async function verifyEndedJob(trx: Transaction<Tables>, verifying: Verifying, job: JobRow): Promise<void> {
  const { findings, keptFrom, unjudged, shown } = verifying;
  const { counts, rows_taken: rowsTaken, status } = job;
  const name = nameOf(job);
  if (name.acceptedAt * 1_000 < keptFrom) {
    unjudged.jobsPastRetention++;
    return;
  }
  if (!counts) return;
  const has = await countReceipts(trx, name, rowsTaken);
  // At the retention a job ends with rows that are told as lost by its counts alone.
  const toldOnly = Math.max(0, (counts.lost ?? 0) - has.lost);
  const missing = status === "cancelled" ? 0 : rowsTaken - has.taken - toldOnly;
  const said = counts.total - counts.cancelled - toldOnly;
  const about = { teamId: name.teamId, jobId: name.jobId };
  if (missing > 0) {
    const rows = await findMissing(trx, name, { rowsTaken, limit: Math.min(shown, missing) });
    const what = "the job has ended, and the row has no receipt";
    for (const row of rows) findings.add("lost", { ...about, row, what });
    findings.add("lost", { ...about, what }, missing - rows.length);
  } else if (has.all < said) {
    findings.add(
      "lost",
      { ...about, what: `the job counts ${said} rows that ended, and has ${has.all} receipts` },
      said - has.all,
    );
  }
  if (has.all > said)
    findings.add(
      "appliedTwice",
      { ...about, what: `the job counts ${said} rows that ended, and has ${has.all} receipts` },
      has.all - said,
    );
}
