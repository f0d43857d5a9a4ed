import type { Job } from "@onefold/client/types";
import { Link } from "wouter-preact";
import { useMay } from "../../api/session.ts";
import type { PageProps } from "../../pages.ts";
import { Command } from "../../parts/command.tsx";
import { PageHead, Panel } from "../../parts/panel.tsx";
import { Problem } from "../../parts/problem.tsx";
import { useFilters } from "./filters.tsx";
import { JobActs } from "./job-acts.tsx";
import { JobProgress } from "./job-progress.tsx";
import { JobReading } from "./job-reading.tsx";
import { Mend } from "./mend.tsx";
import { Rejections } from "./rejections.tsx";
import { RowStory } from "./row-story.tsx";
import { Rows } from "./rows.tsx";
import { useJob } from "./use-job.ts";

/** One job, to its end and afterwards. */
export default function JobPage({ params: { id = "" } }: PageProps) {
  const { job, error } = useJob(id);
  const row = useFilters().get("row");
  if (error && !job)
    return (
      <div class="stack">
        <PageHead title="Job" lead={<code class="job-id">{id}</code>} />
        <Problem error={error} />
        <Link href="/jobs">All jobs</Link>
      </div>
    );
  if (!job) return null;
  return (
    <div class="stack">
      <PageHead title={titleOf(job)} lead={<code class="job-id">{job.id}</code>}>
        <JobActs key={job.id} job={job} />
      </PageHead>
      <JobProgress job={job} />
      {job.kind === "batch" ? <Batch job={job} row={row} /> : <RowStory job={job} row={0} />}
      <Panel title="The same in a terminal">
        <Command
          text={`curl ${location.origin}/api/jobs/${job.id} -H "Authorization: Bearer $ONEFOLD_API_KEY"`}
        />
      </Panel>
    </div>
  );
}

function Batch({ job, row }: { readonly job: Job; readonly row: string | undefined }) {
  const may = useMay();
  return (
    <>
      {job.counts.rejected > 0 && <Rejections job={job} />}
      {row !== undefined && /^\d{1,9}$/.test(row) && <RowStory job={job} row={Number(row)} />}
      {job.finishedAt !== undefined && !job.options?.dryRun && may("upload") && (
        <Mend key={job.id} job={job} />
      )}
      <Rows job={job} />
      <JobReading job={job} />
    </>
  );
}

function titleOf({ kind, entity, options, retryOf }: Job): string {
  if (kind !== "batch") return `Single request: ${kind.replaceAll("-", " ")}`;
  const what = entity === "company" ? "companies" : "contacts";
  if (options?.dryRun) return `Dry run of ${what}`;
  return retryOf === undefined ? `Upload of ${what}` : `Retry of ${what}`;
}
