import { ENTITIES, forEachEntity } from "@onefold/contract";
import type { Entity, JobCounts, JobStatus } from "@onefold/contract";
import type { Database, Tables } from "@onefold/database";
import { sql } from "kysely";
import type { Transaction } from "kysely";
import { changeInserts } from "../changes/write-changes.ts";
import type { NewChange } from "../changes/write-changes.ts";
import { runAll } from "../transactions/statement.ts";
import { receiptDay } from "../receipts/receipt-key.ts";
import { dropShadow } from "../dry-run/drop-shadow.ts";
import type { Stoppable } from "../transactions/stoppable.ts";
import { statusOf } from "./status-of.ts";
import type { UploadJob } from "./upload-job.ts";
import { notesColumn } from "./job-notes.ts";
import { holdJob, tryHoldJob } from "./lock-jobs.ts";
import { readJob } from "./read-job.ts";

/**
 * Gives up uploads whose lease is over, and ends the jobs of which every row has its receipt. Every worker does this
 * again and again, so a job ends even if the process that committed its last row dies right after.
 * @returns the jobs that it ended
 */
export async function endJobs(db: Database, { signal }: Stoppable = {}): Promise<UploadJob[]> {
  await giveUpSilent(db, { signal });
  // These can have ended. An upload that broke off may be sent again until its lease is over.
  const { rows } = await sql<{ team_id: string; job_id: string }>`
    select j.team_id, j.job_id from jobs j
     where j.status is null
       and (j.upload = 'complete' or (j.upload = 'broken' and j.lease_until < now()))
       and j.rows_taken <= (
             select coalesce(sum(created + updated + unmodified + rejected), 0) from job_counts c
              where c.team_id = j.team_id and c.job_id = j.job_id)
     limit 1000`.execute(db);
  const ended: UploadJob[] = [];
  const failures: unknown[] = [];
  for (const { team_id, job_id } of rows) {
    if (signal?.aborted) break;
    try {
      const transaction = db.transaction().setIsolationLevel("read committed");
      const job = await transaction.execute((trx) => endJob(trx, team_id, job_id));
      if (job) ended.push(job);
    } catch (error) {
      // A job that can't be ended, or not yet, doesn't keep the others from their ends.
      failures.push(error);
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, `${failures.length} jobs can't be ended now`);
  return ended;
}

const SILENT = "The upload fell silent.";
/** How long the same upload can go on where it stopped. An Idempotency-Key is kept at least as long. */
const RESUMABLE_HOURS = 24;

/** Gives up open uploads whose process is gone. One with an Idempotency-Key can be sent again, to any process. */
async function giveUpSilent(db: Database, { signal }: Stoppable): Promise<void> {
  const { rows } = await sql<{ team_id: string; job_id: string; entity: Entity }>`
    select team_id, job_id, entity from jobs
     where status is null and upload = 'open' and lease_until < now()`.execute(db);
  for (const { team_id: teamId, job_id: jobId, entity } of rows) {
    if (signal?.aborted) break;
    const resumable = await sql`
      select from idempotency_keys
       where team_id = ${teamId} and route = ${ROUTES[entity]} and job_id = ${jobId} limit 1`.execute(db);
    const lease =
      resumable.rows.length > 0
        ? sql`, lease_until = now() + make_interval(hours => ${RESUMABLE_HOURS})`
        : sql``;
    // Its upload may go on right now: it is left then, or as soon as it has noted so.
    await sql`
      update jobs
         set upload = 'broken', upload_problem = coalesce(upload_problem, ${SILENT}) ${lease}
       where team_id = ${teamId} and job_id = (
               select job_id from jobs
                where team_id = ${teamId} and job_id = ${jobId}
                  and status is null and upload = 'open' and lease_until < now()
                  for update skip locked)`.execute(db);
  }
}

/** The routes under which their keys are kept. With them a key is found without a look at all keys of the team. */
const ROUTES = forEachEntity((entity) => `POST /api/${ENTITIES[entity].words.many}/batch`);

async function endJob(
  trx: Transaction<Tables>,
  teamId: string,
  jobId: string,
): Promise<UploadJob | undefined> {
  // Its upload may have been sent again a moment ago. A job that others hold is tried again later. If this waited for
  // it, it would keep its rows from everybody, and the other jobs from their ends.
  if ((await tryHoldJob(trx, teamId, jobId)) !== "uploaded") return undefined;
  const job = await readJob(trx, teamId, jobId);
  if (!job) return undefined;
  const done = doneOf(job);
  if (done - (await countBeyond(trx, job)) < job.rowsTaken) return undefined;
  const counts = { ...job.counts, total: done, pending: 0 };
  return close(trx, job, counts, statusOf(job, counts));
}

function doneOf({ counts }: UploadJob): number {
  return counts.total - counts.pending;
}

/**
 * Counts rows that were added when an upload broke off, before it could note them. They are done beyond what is owed.
 */
async function countBeyond(trx: Transaction<Tables>, job: UploadJob): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from receipts
     where team_id = ${job.teamId} and day = ${receiptDay(job.acceptedAt)}::date
       and job_id = ${job.jobId} and "row" >= ${job.rowsTaken}`.execute(trx);
  return rows[0]?.count ?? 0;
}

/**
 * Ends the jobs that are past the retention and have rows without a receipt: wherever those rows are, nobody can ask
 * for them any more. Their receipts are about to be dropped, so only the counts tell of what was lost. A job that
 * others hold is left for the next time.
 * @returns how many it ended, and how many rows those had without a receipt
 */
export async function endExpiredJobs(
  db: Database,
  { retentionDays, signal }: { readonly retentionDays: number } & Stoppable,
): Promise<{ readonly ended: number; readonly lost: number }> {
  const { rows } = await sql<{ team_id: string; job_id: string }>`
    select team_id, job_id from jobs
     where status is null and accepted_at < now() - make_interval(days => ${retentionDays})
     limit 1000`.execute(db);
  const transaction = db.transaction().setIsolationLevel("read committed");
  const pending: number[] = [];
  for (const { team_id, job_id } of rows) {
    if (signal?.aborted) break;
    const left = await transaction.execute((trx) => endExpired(trx, team_id, job_id));
    if (left !== undefined) pending.push(left);
  }
  return { ended: pending.length, lost: pending.reduce((sum, left) => sum + left, 0) };
}

/** @returns how many rows it had without a receipt; undefined where it wasn't ended */
async function endExpired(
  trx: Transaction<Tables>,
  teamId: string,
  jobId: string,
): Promise<number | undefined> {
  const state = await tryHoldJob(trx, teamId, jobId);
  const job = state === "busy" || state === "ended" ? undefined : await readJob(trx, teamId, jobId);
  if (!job) return undefined;
  const { pending, rejected } = job.counts;
  const lost = pending + (job.counts.lost ?? 0);
  const counts = { ...job.counts, pending: 0, rejected: rejected + pending, ...(lost > 0 && { lost }) };
  await close(trx, job, counts, statusOf(job, counts), "The job is past the retention of receipts.");
  return pending;
}

export type CancelOutcome =
  | { readonly kind: "cancelled"; readonly job: UploadJob }
  /** It has ended already. */
  | { readonly kind: "ended"; readonly job: UploadJob }
  | { readonly kind: "not-found" };

/** Ends a job now. Rows that were committed stay; the rest are not applied. */
export async function cancelJob(db: Database, teamId: string, jobId: string): Promise<CancelOutcome> {
  return db
    .transaction()
    .setIsolationLevel("read committed")
    .execute(async (trx) => {
      const state = await holdJob(trx, teamId, jobId);
      const job = state && (await readJob(trx, teamId, jobId));
      if (!job) return { kind: "not-found" };
      if (state === "ended") return { kind: "ended", job };
      const done = doneOf(job);
      const total = job.rowsTaken + (await countBeyond(trx, job));
      const counts = { ...job.counts, total, pending: 0, cancelled: total - done };
      return { kind: "cancelled", job: await close(trx, job, counts, "cancelled") };
    });
}

/** Ends a job. The caller holds its lock, so `job` has all that its commits have counted. */
async function close(
  trx: Transaction<Tables>,
  job: UploadJob,
  counts: JobCounts,
  status: JobStatus,
  cut = "The job was cancelled.",
): Promise<UploadJob> {
  // Nothing more of it is taken, and a search for uploads under way must not find it.
  const isCut = job.upload === "open";
  const upload = isCut ? "broken" : job.upload;
  const uploadProblem = isCut ? cut : job.uploadProblem;
  const { finished_at: finishedAt } = await trx
    .updateTable("jobs")
    .set({
      status,
      counts: JSON.stringify(counts),
      notes: notesColumn(job),
      finished_at: sql<Date>`statement_timestamp()`,
      upload,
      upload_problem: uploadProblem ?? null,
    })
    .where("team_id", "=", job.teamId)
    .where("job_id", "=", job.jobId)
    .returning("finished_at")
    .executeTakeFirstOrThrow();
  await trx
    .deleteFrom("job_counts")
    .where("team_id", "=", job.teamId)
    .where("job_id", "=", job.jobId)
    .execute();
  if (job.options.dryRun) await dropShadow(trx, job.jobId);
  else await runAll(trx, changeInserts([endOf(job)]));
  return {
    ...job,
    upload,
    ...(uploadProblem !== undefined && { uploadProblem }),
    counts,
    status,
    ...(finishedAt && { finishedAt: finishedAt.getTime() }),
  };
}

/** The feed tells of it by its id. */
function endOf({ teamId, entity, jobId, acceptedAt }: UploadJob): NewChange {
  return { teamId, entry: ["job_ended", entity, jobId, 0, acceptedAt] };
}
