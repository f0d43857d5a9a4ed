import { UploadOptions, Entity, JobCounts, JobStatus, UploadStatus } from "@onefold/contract";
import type { Tables } from "@onefold/database";
import { sql } from "kysely";
import type { Kysely, RawBuilder } from "kysely";
import { notesOf, sumOfNotes } from "./job-notes.ts";
import { PlannedRows } from "./upload-job.ts";
import { rowSet } from "../rows/row-set.ts";
import { perTeam, sameTeam, teamOfKey } from "../rows/same-team.ts";
import type { JobName, UploadJob } from "./upload-job.ts";

interface JobRow {
  team_id: string;
  job_id: string;
  entity: string;
  user_id: string;
  key_id: string;
  options: unknown;
  retry_of: string | null;
  accepted_at: Date;
  upload: string;
  rows_taken: number;
  rows_digest: Buffer | null;
  rows_planned: unknown;
  upload_problem: string | null;
  status: string | null;
  counts: unknown;
  finished_at: Date | null;
  created: number;
  updated: number;
  unmodified: number;
  rejected: number;
  conflicts: number;
  lost: number;
  notes: unknown;
}

/** Reads the upload job with that id. It gives undefined if there is none: then the job is that of a single POST. */
export async function readJob(
  db: Kysely<Tables>,
  teamId: string,
  jobId: string,
): Promise<UploadJob | undefined> {
  const { rows } = await sql<JobRow>`
    select ${jobColumns(sql`${teamId}`)} where j.team_id = ${teamId} and j.job_id = ${jobId}`.execute(db);
  return rows[0] && jobOfRow(rows[0]);
}

/** Reads several jobs, of any teams. */
export async function readJobs(
  db: Kysely<Tables>,
  names: readonly Pick<JobName, "teamId" | "jobId">[],
): Promise<UploadJob[]> {
  const read: UploadJob[] = [];
  for (const some of perTeam(names)) read.push(...(await readSome(db, some)));
  return read;
}

async function readSome(
  db: Kysely<Tables>,
  names: readonly Pick<JobName, "teamId" | "jobId">[],
): Promise<UploadJob[]> {
  const keys = names.map(({ teamId, jobId }) => ({ team_id: teamId, job_id: jobId }));
  const { rows } = await sql<JobRow>`
    select ${jobColumns(teamOfKey("j", keys))}
      join ${rowSet("k", { team_id: "id", job_id: "id" }, keys)}
        on ${sameTeam("j", "k", keys)} and j.job_id = k.job_id`.execute(db);
  return rows.map(jobOfRow);
}

export interface JobPage {
  readonly limit: number;
  /** An id: only jobs with lower ids, which are earlier. */
  readonly before?: string;
  readonly status?: JobStatus;
  /** Only jobs of that key. */
  readonly keyId?: string;
  /** Milliseconds since 1970: only jobs that were accepted since then. */
  readonly since?: number;
}

/** Lists a team's upload jobs, the newest first. */
export async function listJobs(
  db: Kysely<Tables>,
  teamId: string,
  { limit, before, status, since, keyId }: JobPage,
): Promise<UploadJob[]> {
  const { rows } = await sql<JobRow>`
    select ${jobColumns(sql`${teamId}`)}
     where j.team_id = ${teamId} ${before === undefined ? sql`` : sql`and j.job_id < ${before}`}
           ${since === undefined ? sql`` : sql`and j.accepted_at >= ${new Date(since)}`} ${hasStatus(status)}
           ${keyId === undefined ? sql`` : sql`and j.key_id = ${keyId}`}
     order by j.job_id desc limit ${limit}`.execute(db);
  return rows.map(jobOfRow);
}

/** Selects jobs by their status as `jobOfRow` says it. */
function hasStatus(status: JobStatus | undefined) {
  if (status === undefined) return sql``;
  const begun = sql`c.created + c.updated + c.unmodified + c.rejected > 0`;
  if (status === "queued") return sql`and j.status is null and not ${begun}`;
  if (status === "active") return sql`and j.status is null and ${begun}`;
  return sql`and j.status = ${status}`;
}

/**
 * The columns have what the job's commits have counted so far. That is a few rows for each thousand: receipts aren't
 * counted.
 */
const jobColumns = (team: RawBuilder<unknown>) => sql`
  j.team_id, j.job_id, j.entity, j.user_id, j.key_id, j.options, j.retry_of, j.accepted_at, j.upload,
  j.rows_taken, j.rows_digest, j.rows_planned, j.upload_problem, j.status, j.counts, j.finished_at,
  c.created, c.updated, c.unmodified, c.rejected, c.conflicts, c.lost,
  coalesce(j.notes, ${sumOfNotes("j", team)}) as notes
  from jobs j cross join lateral (
    select coalesce(sum(created), 0)::int as created, coalesce(sum(updated), 0)::int as updated,
           coalesce(sum(unmodified), 0)::int as unmodified, coalesce(sum(rejected), 0)::int as rejected,
           coalesce(sum(conflicts), 0)::int as conflicts, coalesce(sum(lost), 0)::int as lost
      from job_counts c where c.team_id = ${team} and c.job_id = j.job_id) c`;

function jobOfRow(row: JobRow): UploadJob {
  const counts = row.counts === null ? countsSoFar(row) : JobCounts.parse(row.counts);
  const begun = counts.total - counts.pending > 0;
  return {
    teamId: row.team_id,
    jobId: row.job_id,
    acceptedAt: row.accepted_at.getTime(),
    entity: Entity.parse(row.entity),
    userId: row.user_id,
    keyId: row.key_id,
    options: UploadOptions.parse(row.options),
    ...(row.retry_of !== null && { retryOf: row.retry_of }),
    upload: UploadStatus.parse(row.upload),
    rowsTaken: row.rows_taken,
    ...(row.rows_digest !== null && { rowsDigest: row.rows_digest }),
    ...(row.rows_planned !== null && { planned: PlannedRows.parse(row.rows_planned) }),
    ...(row.upload_problem !== null && { uploadProblem: row.upload_problem }),
    status: row.status === null ? (begun ? "active" : "queued") : JobStatus.parse(row.status),
    counts,
    ...notesOf(row.notes),
    ...(row.finished_at !== null && { finishedAt: row.finished_at.getTime() }),
  };
}

/** Rows can be applied a moment before the upload notes that it has sent them. */
function countsSoFar(row: JobRow): JobCounts {
  const { created, updated, unmodified, rejected, conflicts, lost } = row;
  const done = created + updated + unmodified + rejected;
  const total = Math.max(row.rows_taken, done);
  return {
    total,
    pending: total - done,
    created,
    updated,
    unmodified,
    rejected,
    cancelled: 0,
    conflicts,
    ...(lost > 0 && { lost }),
  };
}
