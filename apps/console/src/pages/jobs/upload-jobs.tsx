import type { Job } from "@onefold/client/types";
import { Link } from "wouter-preact";
import { Badge } from "../../parts/badge.tsx";
import { Button } from "../../parts/button.tsx";
import { Empty } from "../../parts/empty.tsx";
import { count, rate } from "../../parts/format.ts";
import { Panel } from "../../parts/panel.tsx";
import { Problem } from "../../parts/problem.tsx";
import { Table } from "../../parts/table.tsx";
import type { Column } from "../../parts/table.tsx";
import { Ago } from "../../parts/time.tsx";
import { Choice, useFilters } from "./filters.tsx";
import { rateOf } from "./job-figures.ts";
import { Progress, Status, STATUSES } from "./job-status.tsx";
import { usePages } from "./use-pages.ts";

/** While a job goes on, and otherwise. A stream for each would take the few connections that a browser has. */
const EVERY_MS = { running: 1_000, quiet: 5_000 };

/** The jobs of uploads, the newest first. */
export function UploadJobs() {
  const filters = useFilters();
  const status = filters.get("status");
  const { rows, isRead, error, more } = usePages<Job>("/api/jobs", { status }, (jobs) =>
    jobs.some(({ finishedAt }) => finishedAt === undefined) ? EVERY_MS.running : EVERY_MS.quiet,
  );
  return (
    <>
      {error && !isRead && <Problem error={error} />}
      <div class="filters">
        {" "}
        <Choice
          label="Status"
          none="Any"
          options={STATUSES}
          value={status}
          onChoose={(chosen) => filters.set({ status: chosen })}
        />
      </div>{" "}
      {isRead && rows.length === 0 && <NoUploads isFiltered={status !== undefined} />}
      {rows.length > 0 && (
        <Panel title="Uploads" aside={<span class="small soft">{count(rows.length)} shown</span>} flush>
          <Table label="Uploads" columns={UPLOADS} rows={rows} keyOf={({ id }) => id} />
          {more && (
            <div class="more">
              <Button onClick={more}>Show earlier ones</Button>
            </div>
          )}
        </Panel>
      )}
    </>
  );
}

function NoUploads({ isFiltered }: { readonly isFiltered: boolean }) {
  if (isFiltered) return <Empty title="No upload has this status">Another one may be meant.</Empty>;
  return (
    <Empty title="Nothing was uploaded yet" command="npx onefold import people.csv">
      A CSV from any CRM does, or JSON. It is one job, however long it is.
    </Empty>
  );
}

const UPLOADS: readonly Column<Job>[] = [
  {
    title: "Job",
    cell: ({ id, entity, options, retryOf }) => (
      <span class="row">
        <Link href={`/jobs/${id}`} title={id}>
          <code>{shortId(id)}</code>
        </Link>
        <span class="soft">{entity === "company" ? "companies" : "contacts"}</span>
        {options?.dryRun && <Badge>dry run</Badge>}
        {retryOf !== undefined && <Badge>retry</Badge>}
      </span>
    ),
  },
  { title: "Status", cell: ({ status }) => <Status status={status} /> },
  { title: "Progress", cell: (job) => <Progress job={job} /> },
  {
    title: "Rate",
    isNumber: true,
    cell: (job) => {
      const perSecond = rateOf(job, Date.now());
      return perSecond === undefined ? "–" : rate(perSecond);
    },
  },
  {
    title: "Ends, or ended",
    cell: ({ estimatedEndAt, finishedAt }) => {
      if (finishedAt !== undefined) return <Ago at={finishedAt} />;
      return estimatedEndAt === undefined ? "–" : <Ago at={estimatedEndAt} />;
    },
  },
  { title: "Rejected", isNumber: true, cell: ({ counts }) => count(counts.rejected) },
  { title: "Conflicts", isNumber: true, cell: ({ counts }) => count(counts.conflicts) },
  { title: "Accepted", cell: ({ acceptedAt }) => <Ago at={acceptedAt} /> },
];

/** Ids begin with their time, so those of one day are alike there. */
export function shortId(id: string): string {
  return id.length <= 18 ? id : `${id.slice(0, 10)}…${id.slice(-6)}`;
}
