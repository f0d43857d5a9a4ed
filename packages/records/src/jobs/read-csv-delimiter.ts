import type { Database } from "@onefold/database";
import type { JobName } from "./upload-job.ts";

/**
 * Reads what separates the values of a job's CSV. It gives undefined if it was no CSV, or its upload isn't complete.
 */
export async function readCsvDelimiter(
  db: Database,
  { teamId, jobId }: Pick<JobName, "teamId" | "jobId">,
): Promise<string | undefined> {
  const row = await db
    .selectFrom("jobs")
    .select("csv_delimiter")
    .where("team_id", "=", teamId)
    .where("job_id", "=", jobId)
    .executeTakeFirst();
  return row?.csv_delimiter ?? undefined;
}
