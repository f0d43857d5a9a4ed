import type { JobCounts } from "@onefold/contract";
import type { JobName } from "../jobs/upload-job.ts";

/** A job as the checks read it. */
export interface JobRow {
  readonly team_id: string;
  readonly job_id: string;
  readonly accepted_at: Date;
  readonly rows_taken: number;
  readonly upload: string;
  readonly lease_until: Date;
  readonly status: string | null;
  readonly counts: JobCounts | null;
  readonly now: Date;
}

export function nameOf({ team_id, job_id, accepted_at }: JobRow): JobName {
  return { teamId: team_id, jobId: job_id, acceptedAt: accepted_at.getTime() };
}
