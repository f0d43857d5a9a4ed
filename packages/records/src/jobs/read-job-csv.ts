import type { JobCsv } from "@onefold/contract";
import type { Database } from "@onefold/database";
import type { JobName } from "./upload-job.ts";
import { ColumnFields } from "./read-column-fields.ts";

/** Reads how a job's CSV was read. It gives undefined if it was no CSV. It is apart from the job, which is read often. */
export async function readJobCsv(
  db: Database,
  { teamId, jobId }: Pick<JobName, "teamId" | "jobId">,
): Promise<JobCsv | undefined> {
  const row = await db
    .selectFrom("jobs")
    .select(["column_fields", "csv_delimiter", "csv_charset"])
    .where("team_id", "=", teamId)
    .where("job_id", "=", jobId)
    .executeTakeFirst();
  const fields = ColumnFields.parse(row?.column_fields ?? null);
  if (!row || !fields) return undefined;
  const { csv_delimiter: delimiter, csv_charset: charset } = row;
  const columns = fields.map((field) => (field === null ? {} : { field }));
  return { columns, ...(delimiter !== null && { delimiter }), ...(charset !== null && { charset }) };
}
