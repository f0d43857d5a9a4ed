import { sql } from "kysely";
import type { Kysely } from "kysely";
import type { Tables } from "../tables/index.ts";

/** Adds jobs of many rows: how far their upload came, what their rows came to, and how they ended. */
export async function up(db: Kysely<Tables>): Promise<void> {
  await sql`
    create table jobs (
      team_id text collate "C" not null,
      job_id text collate "C" not null,
      entity text collate "C" not null,
      user_id text collate "C" not null,
      key_id text collate "C" not null,
      options json not null,
      retry_of text collate "C",
      accepted_at timestamptz not null,
      upload text not null default 'open',
      rows_taken integer not null default 0,
      rows_digest bytea,
      rows_planned json,
      upload_problem text,
      lease_until timestamptz not null,
      status text,
      counts json,
      finished_at timestamptz,
      primary key (team_id, job_id)
    )`.execute(db);
  await sql`create index jobs_unfinished on jobs (team_id, job_id) where status is null`.execute(db);
  // A commit adds its counts here. If they were columns of the job, all slots would wait for its one row.
  await sql`
    create table job_counts (
      team_id text collate "C" not null,
      job_id text collate "C" not null,
      created integer not null,
      updated integer not null,
      unmodified integer not null,
      rejected integer not null,
      conflicts integer not null
    )`.execute(db);
  await sql`create index job_counts_job on job_counts (team_id, job_id)`.execute(db);
  // The rows of a job that were rejected: few, among millions of receipts.
  await sql`
    create index receipts_rejected on receipts (team_id, job_id, "row") where record_id is null`.execute(db);
}
