import type { Job, JobRejection, JobResults } from "@onefold/client/types";
import { useQuery } from "@tanstack/preact-query";
import { Link } from "wouter-preact";
import { client } from "../../api/client.ts";
import { count } from "../../parts/format.ts";
import { Panel } from "../../parts/panel.tsx";
import { Table } from "../../parts/table.tsx";
import type { Column } from "../../parts/table.tsx";
import { useFilters } from "./filters.tsx";
import { resultsOf } from "./use-job.ts";

/** Why rows were rejected, with how many have each reason, and all of them as a file. */
export function Rejections({ job }: { readonly job: Job }) {
  const { id, rejections = [], counts, finishedAt } = job;
  const filters = useFilters();
  const columns: readonly Column<JobRejection>[] = [
    { title: "Reason", cell: ({ code }) => <code>{code}</code> },
    { title: "Rows", isNumber: true, cell: ({ rows }) => count(rows) },
    { title: "Such as", cell: (rejection) => <Example id={id} rejection={rejection} /> },
    {
      title: "Show",
      cell: ({ code }) => (
        <Link
          href={filters.hrefOf({ code, outcome: "rejected", note: undefined })}
          aria-label={`Its rows (${code})`}
        >
          Its rows
        </Link>
      ),
    },
  ];
  const file = `${resultsOf(id)}?outcome=rejected&format=csv`;
  return (
    <Panel
      title={`Rejected: ${count(counts.rejected)} ${counts.rejected === 1 ? "row" : "rows"}`}
      aside={
        finishedAt !== undefined && (
          <span class="row">
            <a class="button" href={file} download>
              Download as CSV
            </a>
            <a class="button button-quiet" href={`${file}&excel=true`} download>
              For a spreadsheet
            </a>
          </span>
        )
      }
      flush
    >
      {rejections.length > 0 && (
        <Table label="Reasons" columns={columns} rows={rejections} keyOf={({ code }) => code} />
      )}
    </Panel>
  );
}

function Example({
  id,
  rejection: { code, firstRow },
}: {
  readonly id: string;
  readonly rejection: JobRejection;
}) {
  const { data } = useQuery({
    queryKey: ["example", id, code, firstRow],
    queryFn: ({ signal }) =>
      client.request<JobResults>(resultsOf(id), {
        query: { code, fromRow: firstRow, limit: 1 },
        signal,
      }),
    staleTime: Infinity,
  });
  return <span class="message">{data?.data[0]?.message ?? ""}</span>;
}
