import type { Job } from "@onefold/client/types";
import { Link } from "wouter-preact";
import { useMay } from "../../api/session.ts";
import { Button } from "../../parts/button.tsx";
import { Empty } from "../../parts/empty.tsx";
import { count } from "../../parts/format.ts";
import { Panel } from "../../parts/panel.tsx";
import { Problem } from "../../parts/problem.tsx";
import { Table } from "../../parts/table.tsx";
import type { Column } from "../../parts/table.tsx";
import { Ago } from "../../parts/time.tsx";
import { Choice, useFilters } from "./filters.tsx";
import { OUTCOMES } from "./job-figures.ts";
import { Status } from "./job-status.tsx";
import { shortId } from "./upload-jobs.tsx";
import { usePages } from "./use-pages.ts";

const EVERY_MS = 2_000;

/** The jobs of single requests that ended within the last day: those of a record, or with an outcome. */
export function SingleJobs() {
  const filters = useFilters();
  const may = useMay();
  const record = may("read") ? filters.get("record") : undefined;
  // The API finds them by either.
  const outcome = filters.get("outcome") ?? (record === undefined ? "created" : undefined);
  const { rows, isRead, error, more } = usePages<Job>("/api/jobs", { record, outcome }, () => EVERY_MS);
  return (
    <>
      <div class="filters">
        <Choice
          label="Outcome"
          none={record === undefined ? undefined : "Any"}
          options={OUTCOMES}
          value={outcome}
          onChoose={(chosen) => filters.set({ outcome: chosen })}
        />
        {record !== undefined && (
          <p class="row">
            Of <code>{record}</code>
            <Button kind="quiet" onClick={() => filters.set({ record: undefined })}>
              Of any record
            </Button>
          </p>
        )}
      </div>
      {error && rows.length === 0 && <Problem error={error} />}
      {isRead && rows.length === 0 && (
        <Empty
          title="No request of the last day is like that"
          command={`curl ${location.origin}/api/contacts -H "Authorization: Bearer $ONEFOLD_API_KEY" \\\n  -H "Content-Type: application/json" -d '{"email": "jane@example.com", "firstName": "Jane"}'`}
        >
          Another outcome may have some. This sends one:
        </Empty>
      )}
      {rows.length > 0 && (
        <Panel
          title="Single requests of the last day"
          aside={<span class="small soft">{count(rows.length)} shown</span>}
          flush
        >
          <Table label="Single requests" columns={SINGLES} rows={rows} keyOf={({ id }) => id} />
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

const SINGLES: readonly Column<Job>[] = [
  {
    title: "Job",
    cell: ({ id }) => (
      <Link href={`/jobs/${id}`} title={id}>
        <code>{shortId(id)}</code>
      </Link>
    ),
  },
  { title: "Status", cell: ({ status }) => <Status status={status} /> },
  { title: "Was", cell: ({ kind }) => kind.replaceAll("-", " ") },
  { title: "Came to", cell: ({ counts }) => OUTCOMES.find((name) => counts[name] > 0) ?? "–" },
  { title: "Answer", isNumber: true, cell: ({ httpStatus }) => httpStatus ?? "–" },
  { title: "Why", cell: ({ error }) => <span class="message">{error ? error.message : ""}</span> },
  { title: "Accepted", cell: ({ acceptedAt }) => <Ago at={acceptedAt} /> },
];
