import { Problem } from "../../parts/problem.tsx";
import { useFilters } from "../jobs/filters.tsx";
import { JobProgress } from "../jobs/job-progress.tsx";
import { Rejections } from "../jobs/rejections.tsx";
import { RowStory } from "../jobs/row-story.tsx";
import { Rows } from "../jobs/rows.tsx";
import { useJob } from "../jobs/use-job.ts";

/** What the file would come to. Nothing of it is written. */
export function DryRun({ jobId }: { readonly jobId: string }) {
  const { job, error } = useJob(jobId);
  const row = useFilters().get("row");
  if (error && !job) return <Problem error={error} />;
  if (!job) return null;
  return (
    <>
      <JobProgress job={job} title="What would come of it" />
      {job.counts.rejected > 0 && <Rejections job={job} />}
      {row !== undefined && /^\d{1,9}$/.test(row) && <RowStory job={job} row={Number(row)} />}
      <Rows job={job} />
    </>
  );
}
