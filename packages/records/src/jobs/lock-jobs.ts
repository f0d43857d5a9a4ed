import type { ItemRef } from "@onefold/contract";
import type { Tables } from "@onefold/database";
import { sql } from "kysely";
import type { RawBuilder, Transaction } from "kysely";
import { rowSet } from "../rows/row-set.ts";
import { sameTeam } from "../rows/same-team.ts";
import { hashKey32 } from "../commit/lock-identifiers.ts";

/** This is "fojo". It stands beside the classes of the identifiers and of housekeeping. */
const JOB_LOCK_CLASS = 0x666f6a6f;

export interface SharedJobs {
  /** Ids of jobs that have ended: their rows are not applied any more. */
  readonly ended: ReadonlySet<string>;
  /** Ids of jobs that somebody is about to end: what becomes of their rows can't be told now. */
  readonly held: ReadonlySet<string>;
}

/**
 * Shares the lock of every upload job that the refs name, so that none ends while they are committed. It waits for
 * none, and is taken before any other lock.
 */
export async function shareJobs(trx: Transaction<Tables>, refs: readonly ItemRef[]): Promise<SharedJobs> {
  const jobs = new Map(refs.flatMap((ref) => (ref.upload ? [[ref.jobId, ref.teamId] as const] : [])));
  if (jobs.size === 0) return { ended: new Set(), held: new Set() };
  const hashes = [...new Set(Array.from(jobs.keys(), hashKey32))];
  const keys = Array.from(jobs, ([job_id, team_id]) => ({ team_id, job_id }));
  const [missed, over] = await Promise.all([
    sql<{ hash: number }>`
      select hash from unnest(${hashes}::int[]) as hash
       where not pg_try_advisory_xact_lock_shared(${JOB_LOCK_CLASS}::int, hash)`.execute(trx),
    sql<{ job_id: string }>`
      select j.job_id from jobs j join ${rowSet("k", { team_id: "id", job_id: "id" }, keys)}
          on ${sameTeam("j", "k", keys)} and j.job_id = k.job_id
       where j.status is not null`.execute(trx),
  ]);
  const held = new Set(missed.rows.map(({ hash }) => hash));
  const ended = new Set(over.rows.map((row) => row.job_id));
  return {
    ended,
    // An end that is committed stands, whoever holds the job now.
    held: new Set([...jobs.keys()].filter((jobId) => held.has(hashKey32(jobId)) && !ended.has(jobId))),
  };
}

/** `ended`, or `uploaded` if no more rows can come: the upload is complete, or was given up and can't be sent again. */
export type JobState = "ended" | "uploaded" | "uploading";

/**
 * Holds a job still to the end of the transaction. It waits until no commit has rows of the job and keeps new commits
 * out. Then it locks the job's row, so that its upload takes none. Read the job in a later statement.
 * @returns undefined where the team has no such job; then nothing is locked
 */
export async function holdJob(
  trx: Transaction<Tables>,
  teamId: string,
  jobId: string,
): Promise<JobState | undefined> {
  const known = await sql`
    select from jobs where team_id = ${teamId} and job_id = ${jobId}`.execute(trx);
  if (known.rows.length === 0) return undefined;
  await sql`
    select pg_advisory_xact_lock(${JOB_LOCK_CLASS}::int, ${hashKey32(jobId)}::int)`.execute(trx);
  return lockRow(trx, teamId, jobId, sql``);
}

/** Does the same if it needs to wait for nobody, else gives "busy". */
export async function tryHoldJob(
  trx: Transaction<Tables>,
  teamId: string,
  jobId: string,
): Promise<JobState | "busy"> {
  const { rows } = await sql<{ got: boolean }>`
    select pg_try_advisory_xact_lock(${JOB_LOCK_CLASS}::int, ${hashKey32(jobId)}::int) as got`.execute(trx);
  if (rows[0]?.got !== true) return "busy";
  return (await lockRow(trx, teamId, jobId, sql`skip locked`)) ?? "busy";
}

async function lockRow(
  trx: Transaction<Tables>,
  teamId: string,
  jobId: string,
  skipping: RawBuilder<unknown>,
): Promise<JobState | undefined> {
  const { rows } = await sql<{ state: JobState }>`
    select case when status is not null then 'ended'
                when upload = 'complete' or (upload = 'broken' and lease_until < clock_timestamp()) then 'uploaded'
                else 'uploading' end as state
      from jobs where team_id = ${teamId} and job_id = ${jobId} for update ${skipping}`.execute(trx);
  return rows[0]?.state;
}
