import type { Job, JobResult } from "@onefold/client/types";
import { Link } from "wouter-preact";
import { Badge } from "../../parts/badge.tsx";
import type { Tone } from "../../parts/badge.tsx";
import { Button } from "../../parts/button.tsx";
import { Empty } from "../../parts/empty.tsx";
import { count } from "../../parts/format.ts";
import { Panel } from "../../parts/panel.tsx";
import { Problem } from "../../parts/problem.tsx";
import { Table } from "../../parts/table.tsx";
import type { Column } from "../../parts/table.tsx";
import { Choice, useFilters } from "./filters.tsx";
import { OUTCOMES } from "./job-figures.ts";
import { RecordLink } from "./record-link.tsx";
import { usePages } from "./use-pages.ts";
import { resultsOf } from "./use-job.ts";

export const OUTCOME_TONES: Readonly<Record<JobResult["outcome"], Tone>> = {
  created: "good",
  updated: "accent",
  unmodified: "plain",
  rejected: "bad",
};
const PAGE = 50;
const EVERY_MS = 2_000;

/** What became of the rows of a batch: all of them, or those with an outcome, a reason or a note. */
export function Rows({ job }: { readonly job: Job }) {
  const filters = useFilters();
  const query = { outcome: filters.get("outcome"), code: filters.get("code"), note: filters.get("note") };
  const isFiltered = Object.values(query).some((value) => value !== undefined);
  const { rows, isRead, error, more } = usePages<JobResult>(
    resultsOf(job.id),
    { ...query, limit: PAGE },
    () => job.finishedAt === undefined && EVERY_MS,
  );
  const codes = job.rejections?.map(({ code, rows: found }) => [code, `${code} (${count(found)})`] as const);
  const notes = job.notes?.map(({ code, rows: found }) => [code, `${code} (${count(found)})`] as const);
  const columns: readonly Column<JobResult>[] = [
    {
      title: "Row",
      isNumber: true,
      cell: ({ row }) => (
        <Link href={filters.hrefOf({ row: String(row) })} aria-label={`The story of row ${count(row)}`}>
          {count(row)}
        </Link>
      ),
    },
    { title: "Outcome", cell: ({ outcome }) => <Badge tone={OUTCOME_TONES[outcome]}>{outcome}</Badge> },
    {
      title: "Record",
      cell: ({ recordId }) => (recordId === undefined ? "–" : <RecordLink job={job} id={recordId} />),
    },
    { title: "By", cell: ({ matchedBy }) => matchedBy ?? "–" },
    { title: "What", cell: (result) => <span class="message">{inShort(result)}</span> },
  ];
  return (
    <Panel title="Rows" aside={<span class="small soft">{count(rows.length)} shown</span>} flush>
      <div class="filters panel-body">
        <Choice
          label="Outcome"
          none="Any"
          options={OUTCOMES}
          value={query.outcome}
          onChoose={(outcome) => filters.set({ outcome, code: undefined })}
        />
        {codes && (
          <Choice
            label="Reason"
            none="Any"
            options={codes}
            value={query.code}
            onChoose={(code) =>
              filters.set({ code, ...(code !== undefined && { outcome: "rejected", note: undefined }) })
            }
          />
        )}
        {notes && (
          <Choice
            label="Note"
            none="Any"
            options={notes}
            value={query.note}
            onChoose={(note) =>
              filters.set({ note, ...(note !== undefined && { outcome: undefined, code: undefined }) })
            }
          />
        )}
      </div>
      {error && !isRead && <Problem error={error} />}
      {isRead && rows.length === 0 && (
        <div class="panel-body">
          <Empty title={isFiltered ? "No row is like that" : "No row is applied yet"}>
            {isFiltered
              ? "Another outcome, reason or note may have some."
              : "They are shown here as they are applied."}
          </Empty>
        </div>
      )}
      {rows.length > 0 && (
        <Table label="Rows" columns={columns} rows={rows} keyOf={({ row }) => String(row)} />
      )}
      {more && rows.length > 0 && (
        <div class="more">
          <Button onClick={more}>Show more rows</Button>
        </div>
      )}
    </Panel>
  );
}

function inShort({ message, changes, fieldRejections = [], warnings = [], erased }: JobResult): string {
  if (erased) return "Its record was deleted since.";
  if (message !== undefined) return message;
  const changed = Object.keys(changes ?? {});
  const notApplied = fieldRejections.map(({ field, reason }) => `${field} not applied: ${reason}`);
  return [
    ...changed.slice(0, 6),
    ...(changed.length > 6 ? [`${changed.length - 6} more`] : []),
    ...notApplied,
  ]
    .concat(warnings.map((warning) => warning.message))
    .join(", ");
}
