import type { Job, JobResult } from "@onefold/client/types";
import { useState } from "preact/hooks";
import { useLocation } from "wouter-preact";
import { client } from "../../api/client.ts";
import { Button } from "../../parts/button.tsx";
import { count } from "../../parts/format.ts";
import { Panel } from "../../parts/panel.tsx";
import { Table } from "../../parts/table.tsx";
import { toast } from "../../parts/toasts.tsx";
import { fieldsOf, mendedRows } from "./mended-rows.ts";
import type { Mended } from "./mended-rows.ts";
import { textOf } from "./text-of.ts";
import { resultsOf } from "./use-job.ts";
import { usePages } from "./use-pages.ts";

/** As many as one mends by hand. More are mended in the file. */
const PAGE = 50;

/** Rejected rows with what they gave, to be mended and sent again as an upload of their own. */
export function Mend({ job }: { readonly job: Job }) {
  const [, navigate] = useLocation();
  const [mended, setMended] = useState<Mended>({});
  const { rows, more } = usePages<JobResult>(
    resultsOf(job.id),
    { outcome: "rejected", limit: PAGE },
    () => false,
  );
  const kept = rows.filter(({ input }) => input !== undefined && !("_raw" in input));
  if (kept.length === 0) return null;
  const lines = mendedRows(kept, mended);
  const send = async () => {
    const { source, onConflict, createCompanies, resubscribe } = job.options ?? {};
    const records = job.entity === "company" ? client.companies : client.contacts;
    const { job: sent } = await records.import(lines.map((line) => `${JSON.stringify(line)}\n`).join(""), {
      format: "ndjson",
      ...(source !== undefined && { source }),
      ...(onConflict !== undefined && { onConflict }),
      ...(createCompanies && { createCompanies }),
      ...(resubscribe && { resubscribe }),
    });
    toast(`${count(lines.length)} ${lines.length === 1 ? "row goes" : "rows go"} again.`);
    navigate(`/jobs/${sent.id}`);
  };
  const set = (row: number, field: string, value: string) =>
    setMended((before) => ({ ...before, [row]: { ...before[row], [field]: value } }));
  return (
    <Panel
      title="Mend rejected rows"
      aside={
        <Button kind="main" disabled={lines.length === 0} onClick={send}>
          {lines.length === 0 ? "Send what is mended" : `Send ${count(lines.length)} mended`}
        </Button>
      }
      flush
    >
      <Table
        label="Rows to mend"
        columns={[
          { title: "Row", isNumber: true, cell: ({ row }: JobResult) => count(row) },
          { title: "Why", cell: ({ message }: JobResult) => <span class="message">{message}</span> },
          ...fieldsOf(kept).map((field) => ({
            title: field,
            cell: ({ row, input }: JobResult) => (
              <input
                class="input mend-input"
                aria-label={`${field} of row ${count(row)}`}
                value={mended[row]?.[field] ?? textOf(input?.[field])}
                spellcheck={false}
                onInput={({ currentTarget }) => set(row, field, currentTarget.value)}
              />
            ),
          })),
        ]}
        rows={kept}
        keyOf={({ row }) => String(row)}
      />
      {more && (
        <div class="more">
          <Button onClick={more}>Show more rows</Button>
        </div>
      )}
    </Panel>
  );
}
