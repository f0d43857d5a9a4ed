import type { Job, JobList } from "@onefold/client/types";
import { useQuery } from "@tanstack/preact-query";
import { Link } from "wouter-preact";
import { client } from "../../api/client.ts";
import { Empty } from "../../parts/empty.tsx";
import { Panel } from "../../parts/panel.tsx";
import { Problem } from "../../parts/problem.tsx";
import { Table } from "../../parts/table.tsx";
import type { Column } from "../../parts/table.tsx";
import { Ago } from "../../parts/time.tsx";

/** Single requests of the last day that were accepted and then rejected, the newest first. */
export function LastErrors() {
  const { data, error } = useQuery({
    queryKey: ["jobs", "rejected", "last"],
    queryFn: ({ signal }) =>
      client.request<JobList>("/api/jobs", { query: { outcome: "rejected", limit: 8 }, signal }),
    refetchInterval: 10_000,
  });
  return (
    <Panel
      title="Last errors"
      aside={<span class="small soft">single requests of the last day</span>}
      flush={(data?.data.length ?? 0) > 0}
    >
      {error && !data && <Problem error={error} />}
      {data?.data.length === 0 && (
        <Empty title="No request was rejected">
          What is refused at once isn't here: its sender was told.
        </Empty>
      )}
      {data && data.data.length > 0 && (
        <Table label="Last errors" columns={COLUMNS} rows={data.data} keyOf={({ id }) => id} />
      )}
    </Panel>
  );
}

const COLUMNS: readonly Column<Job>[] = [
  { title: "When", cell: ({ finishedAt, acceptedAt }) => <Ago at={finishedAt ?? acceptedAt} /> },
  { title: "Why", cell: (job) => refusalOf(job) },
  {
    title: "Job",
    cell: ({ id }) => (
      <Link href={`/jobs/${id}`}>
        <code>{id}</code>
      </Link>
    ),
  },
];

function refusalOf({ result, error }: Job): string {
  if (result && "error" in result) return `${result.error.code}: ${result.error.message}`;
  return error?.message ?? "unknown";
}
