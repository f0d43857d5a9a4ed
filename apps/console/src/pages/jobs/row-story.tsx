import type { Job, JobResult, JobResults } from "@onefold/client/types";
import { useQuery } from "@tanstack/preact-query";
import { useEffect, useRef } from "preact/hooks";
import { Link } from "wouter-preact";
import { client } from "../../api/client.ts";
import { useMay } from "../../api/session.ts";
import { Badge } from "../../parts/badge.tsx";
import { Button } from "../../parts/button.tsx";
import { count, fullTime } from "../../parts/format.ts";
import { Panel } from "../../parts/panel.tsx";
import { Problem } from "../../parts/problem.tsx";
import { Table } from "../../parts/table.tsx";
import { letterPage } from "../dead-letters/letters.ts";
import { Facts } from "./facts.tsx";
import { useFilters } from "./filters.tsx";
import { RecordLink } from "./record-link.tsx";
import { OUTCOME_TONES } from "./rows.tsx";
import { resultsOf } from "./use-job.ts";

/** All that is kept of one row: what it gave, whom it reached and how, what it changed, and what was not applied. */
export function RowStory({ job, row }: { readonly job: Job; readonly row: number }) {
  const filters = useFilters();
  const isBatch = job.kind === "batch";
  const may = useMay();
  const { data, error } = useQuery({
    queryKey: ["row", job.id, row],
    queryFn: async ({ signal }) => {
      const { data: found } = await client.request<JobResults>(resultsOf(job.id), {
        query: { fromRow: row, limit: 1 },
        signal,
      });
      return found.find((each) => each.row === row) ?? null;
    },
    refetchInterval: ({ state }) => !state.data && job.finishedAt === undefined && 1_000,
  });
  // It opens above the rows, where one may be far down.
  const top = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (isBatch) top.current?.scrollIntoView({ block: "nearest" });
  }, [isBatch, row]);
  return (
    <div ref={top}>
      <Panel
        title={isBatch ? `Row ${count(row)}` : "What came of it"}
        aside={
          isBatch && (
            <Button kind="quiet" onClick={() => filters.set({ row: undefined })}>
              Close
            </Button>
          )
        }
      >
        {error && <Problem error={error} />}
        {data === null && <p class="soft">It has no outcome yet, or there is no such row.</p>}
        {data && <Story job={job} result={data} />}
        {data && isLetter(data) && may("read") && (
          <p>
            <Link href={letterPage({ job, row })}>It is a dead letter</Link>: it can be mended, replayed or
            dropped.
          </p>
        )}
      </Panel>
    </div>
  );
}

/** Unless it was only tried: then its page says that it is none. */
function isLetter({ code, inputDropped }: JobResult): boolean {
  return (code === "UNPROCESSABLE" || code === "UNREADABLE") && inputDropped === undefined;
}

function Story({ job, result }: { readonly job: Job; readonly result: JobResult }) {
  const { outcome, action, recordId, matchedBy, finishedAt, clock, line, code, message, inputDropped } =
    result;
  const changes = Object.entries(result.changes ?? {});
  return (
    <div class="stack">
      <Facts
        facts={[
          [
            "Outcome",
            <Badge key="outcome" tone={OUTCOME_TONES[outcome]}>
              {outcome}
            </Badge>,
          ],
          ["Was", action?.replaceAll("-", " ")],
          [
            "Record",
            recordId === undefined ? undefined : <RecordLink key="record" job={job} id={recordId} />,
          ],
          ["Found by", matchedBy],
          ["Line of the file", line],
          ["Reason", code === undefined ? undefined : <code key="code">{code}</code>],
          ["Done", fullTime(finishedAt)],
          ["Clock", clock],
          ["Merged into it", result.mergedIds?.join(", ")],
        ]}
      />
      {message !== undefined && <p>{message}</p>}
      {result.erased && <p>Its record was deleted since: what it changed is no longer kept.</p>}
      {inputDropped !== undefined && <p class="soft">What it gave isn't kept ({inputDropped}).</p>}
      {changes.length > 0 && (
        <Table
          label="Changes"
          columns={[
            { title: "Field", cell: ([field]) => <code>{field}</code> },
            { title: "Before", cell: ([, { from }]) => <Value value={from} /> },
            { title: "After", cell: ([, { to }]) => <Value value={to} /> },
          ]}
          rows={changes}
          keyOf={([field]) => field}
        />
      )}
      {result.details && result.details.length > 0 && (
        <ul class="list">
          {result.details.map((detail) => (
            <li key={`${detail.path} ${detail.code}`}>{detail.message}</li>
          ))}
        </ul>
      )}
      {result.fieldRejections && result.fieldRejections.length > 0 && (
        <Table
          label="Not applied"
          columns={[
            { title: "Not applied", cell: ({ field }) => <code>{field}</code> },
            { title: "Why", cell: ({ reason }) => reason },
            { title: "Value", cell: ({ rejectedValue }) => <Value value={rejectedValue} /> },
          ]}
          rows={result.fieldRejections}
          keyOf={({ field, reason, rejectedValue }) => JSON.stringify([field, reason, rejectedValue])}
        />
      )}
      {result.warnings?.map((warning) => (
        <p key={warning.code}>{warning.message}</p>
      ))}
      {result.input && (
        <Table
          label="What it gave"
          columns={[
            { title: "It gave", cell: ([field]) => <code>{field}</code> },
            { title: "Value", cell: ([, value]) => <Value value={value} /> },
          ]}
          rows={Object.entries(result.input)}
          keyOf={([field]) => field}
        />
      )}
    </div>
  );
}

function Value({ value }: { readonly value: unknown }) {
  if (value === undefined || value === null) return <span class="soft">nothing</span>;
  return <span class="message">{typeof value === "string" ? value : JSON.stringify(value)}</span>;
}
