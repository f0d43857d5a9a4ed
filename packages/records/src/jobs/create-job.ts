import type { UploadOptions, Entity } from "@onefold/contract";
import type { Database } from "@onefold/database";
import { sql } from "kysely";
import type { JobName } from "./upload-job.ts";

export interface NewJob extends JobName {
  readonly entity: Entity;
  readonly userId: string;
  readonly keyId: string;
  readonly options: UploadOptions;
  /** Set for a CSV: the field of each column, null where it is ignored. */
  readonly columnFields?: readonly (string | null)[] | undefined;
  readonly retryOf?: string;
  readonly leaseSeconds: number;
}

/** Opens a job whose upload is open, before the first row is added. A job that is there already is left as it is. */
export async function createJob(db: Database, job: NewJob): Promise<void> {
  await db
    .insertInto("jobs")
    .values({
      team_id: job.teamId,
      job_id: job.jobId,
      entity: job.entity,
      user_id: job.userId,
      key_id: job.keyId,
      options: JSON.stringify(job.options),
      ...(job.columnFields && { column_fields: JSON.stringify(job.columnFields) }),
      retry_of: job.retryOf ?? null,
      accepted_at: new Date(job.acceptedAt),
      lease_until: sql<Date>`now() + make_interval(secs => ${job.leaseSeconds})`,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}
