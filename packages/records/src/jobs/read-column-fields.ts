import type { Database } from "@onefold/database";
import { z } from "zod";
import type { JobName } from "./upload-job.ts";

/** The column `column_fields`. */
export const ColumnFields = z.array(z.string().nullable()).nullable();

/**
 * Reads the field of each column of a job's CSV as it was understood when the job was opened, null where it is ignored.
 * It gives undefined if none are kept. They are apart from the job, which is read often.
 */
export async function readColumnFields(
  db: Database,
  { teamId, jobId }: Pick<JobName, "teamId" | "jobId">,
): Promise<readonly (string | null)[] | undefined> {
  const row = await db
    .selectFrom("jobs")
    .select("column_fields")
    .where("team_id", "=", teamId)
    .where("job_id", "=", jobId)
    .executeTakeFirst();
  return ColumnFields.parse(row?.column_fields ?? null) ?? undefined;
}
