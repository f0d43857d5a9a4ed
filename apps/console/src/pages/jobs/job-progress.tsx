import type { Job } from "@onefold/client/types";
import { Link } from "wouter-preact";
import { count, duration, rate } from "../../parts/format.ts";
import { Panel } from "../../parts/panel.tsx";
import { Ago } from "../../parts/time.tsx";
import { Facts } from "./facts.tsx";
import { COUNTED, rateOf } from "./job-figures.ts";
import { Progress, Status } from "./job-status.tsx";

/** How far the job is, how fast, when it ends, and what its rows came to. */
export function JobProgress({ job, title = "Progress" }: { readonly job: Job; readonly title?: string }) {
  const { status, acceptedAt, finishedAt, estimatedEndAt, upload, counts, retryOf } = job;
  const perSecond = rateOf(job, Date.now());
  return (
    <Panel title={title} aside={<Status status={status} />}>
      <div class="stack" aria-live="off">
        {job.kind === "batch" && <Progress job={job} />}
        {upload?.problem !== undefined && <p>The upload broke off. {upload.problem}</p>}
        <Facts
          facts={[
            ...COUNTED.filter((name) => shows(name, counts[name])).map(
              (name) => [labelOf(name), count(counts[name] ?? 0)] as const,
            ),
            ["Rate", job.kind === "batch" && perSecond !== undefined ? rate(perSecond) : undefined],
            ["Accepted", <Ago key="accepted" at={acceptedAt} />],
            ["Ends", estimatedEndAt !== undefined ? <Ago key="ends" at={estimatedEndAt} /> : undefined],
            ["Took", finishedAt !== undefined ? tookOf(acceptedAt, finishedAt) : undefined],
            ["Answer", job.httpStatus],
            ["Sending", upload?.status === "open" ? `${count(upload.rows)} rows so far` : undefined],
            [
              "Retry of",
              retryOf === undefined ? undefined : (
                <Link key="retry" href={`/jobs/${retryOf}`}>
                  <code>{retryOf}</code>
                </Link>
              ),
            ],
          ]}
        />
      </div>
    </Panel>
  );
}

/** What hardly ever happens is shown where it did. */
function shows(name: (typeof COUNTED)[number], rows: number | undefined): boolean {
  return (name !== "cancelled" && name !== "lost") || (rows ?? 0) > 0;
}

function labelOf(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

function tookOf(from: string, to: string): string {
  return duration(Math.max(0, Date.parse(to) - Date.parse(from)));
}
