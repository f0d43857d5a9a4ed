import type { Job, JobStatus } from "@onefold/client/types";
import { Badge } from "../../parts/badge.tsx";
import type { Tone } from "../../parts/badge.tsx";
import { count, percent } from "../../parts/format.ts";
import { doneOf } from "./job-figures.ts";
import "./jobs.css";

const TONES: Readonly<Record<JobStatus, Tone>> = {
  queued: "plain",
  active: "accent",
  completed: "good",
  completed_with_errors: "warn",
  failed: "bad",
  cancelled: "plain",
};

export const STATUSES = Object.keys(TONES);

export function Status({ status }: { readonly status: JobStatus }) {
  return <Badge tone={TONES[status]}>{status.replaceAll("_", " ")}</Badge>;
}

/** How far a job is: a bar, and the rows in figures. */
export function Progress({ job }: { readonly job: Job }) {
  const { progress = job.finishedAt === undefined ? 0 : 1, counts } = job;
  const text = `${count(doneOf(job))} of ${count(counts.total)} rows`;
  return (
    <span class="job-progress">
      <progress value={progress} max={1} aria-label={text} />
      <span class="small">
        {percent(progress)} <span class="soft">· {text}</span>
      </span>
    </span>
  );
}
