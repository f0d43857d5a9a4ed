import type { HistoryEntry } from "@onefold/client/types";
import { Badge } from "../../parts/badge.tsx";
import type { Tone } from "../../parts/badge.tsx";
import { Button } from "../../parts/button.tsx";
import { Panel } from "../../parts/panel.tsx";
import { Table } from "../../parts/table.tsx";
import type { Column } from "../../parts/table.tsx";
import type { About } from "./about.ts";
import { ShownValue, Trace } from "./value.tsx";

/** What happened to a record, as far as receipts are kept. */
export function HistoryPanel({ history: { entries, isRead, hasMore, readMore } }: About) {
  return (
    <Panel title="History" aside={<span class="small soft">newest first</span>} flush>
      {isRead && entries.length === 0 ? (
        <p class="panel-note soft">What happened to it is past the retention of receipts.</p>
      ) : (
        <Table
          label="History"
          columns={COLUMNS}
          rows={entries}
          keyOf={({ clock, job, row }) => `${clock} ${job.id} ${row}`}
        />
      )}
      {hasMore && (
        <p class="panel-note">
          <Button onClick={readMore}>Show older ones</Button>
        </p>
      )}
    </Panel>
  );
}

const COLUMNS: readonly Column<HistoryEntry>[] = [
  { title: "When", cell: (entry) => <Trace entry={entry} /> },
  { title: "What", cell: (entry) => <What entry={entry} /> },
  { title: "Changes", cell: (entry) => <Changes entry={entry} /> },
];

const TONES: Readonly<Record<HistoryEntry["outcome"], Tone>> = {
  created: "good",
  updated: "accent",
  unmodified: "plain",
};

function What({ entry: { action = "upsert", outcome, matchedBy } }: { readonly entry: HistoryEntry }) {
  return (
    <>
      <span class="row">
        <Badge tone={TONES[outcome]}>{outcome}</Badge>
        {action !== "upsert" && <span>{action}</span>}
      </span>
      {matchedBy !== undefined && <div class="small soft">found by {matchedBy}</div>}
    </>
  );
}

function Changes({ entry }: { readonly entry: HistoryEntry }) {
  const { changes = {}, warnings = [], fieldRejections = [], mergedIds, erased } = entry;
  if (erased) return <span class="soft">erased</span>;
  return (
    <ul class="changes">
      {mergedIds && <li>took in {mergedIds.join(", ")}</li>}
      {Object.entries(changes).map(([field, { from, to }]) => (
        <li key={field}>
          <span class="soft">{field}</span>{" "}
          {from !== undefined && (
            <>
              <del>
                <ShownValue value={from} />
              </del>{" "}
              →{" "}
            </>
          )}
          <ShownValue value={to} />
        </li>
      ))}
      {fieldRejections.map(({ field, reason, rejectedValue }) => (
        <li key={`not ${field} ${rejectedValue ?? ""}`}>
          <Badge tone="warn">{reason}</Badge> <span class="soft">{field}</span>{" "}
          {rejectedValue !== undefined && <ShownValue value={rejectedValue} />}
        </li>
      ))}
      {warnings.map(({ code, message }) => (
        <li key={message} class="small">
          <Badge tone="warn">{code}</Badge> <span class="soft">{message}</span>
        </li>
      ))}
    </ul>
  );
}
