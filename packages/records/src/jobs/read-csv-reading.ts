import { CsvReading } from "@onefold/contract";
import type { Database } from "@onefold/database";
import type { JobName } from "./upload-job.ts";

/** How the CSV of a job was read; undefined where it was none, or its upload isn't complete. */
export async function readCsvReading(
  db: Database,
  { teamId, jobId }: Pick<JobName, "teamId" | "jobId">,
): Promise<CsvReading | undefined> {
  const row = await db
    .selectFrom("jobs")
    .select("csv_reading")
    .where("team_id", "=", teamId)
    .where("job_id", "=", jobId)
    .executeTakeFirst();
  return CsvReading.nullable().parse(row?.csv_reading ?? null) ?? undefined;
}
