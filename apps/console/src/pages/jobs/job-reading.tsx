import type { Job } from "@onefold/client/types";
import { Badge } from "../../parts/badge.tsx";
import { Panel } from "../../parts/panel.tsx";
import { Facts } from "./facts.tsx";

/** What separates values, in a word. */
export const DELIMITERS: Readonly<Record<string, string>> = {
  ",": "comma",
  ";": "semicolon",
  "\t": "tab",
  "|": "bar",
};

/** With what the job was sent, and how its file was read. */
export function JobReading({ job: { options, csv } }: { readonly job: Job }) {
  if (!options) return null;
  const { onConflict, dryRun, source, resubscribe, createCompanies } = options;
  return (
    <Panel title="How it was read">
      <div class="stack">
        <Facts
          facts={[
            ["Clashes of identifiers", onConflict],
            ["Source", source],
            ["Dry run", dryRun ? "yes: nothing was changed" : undefined],
            ["Opt-outs", resubscribe ? "may be lifted" : undefined],
            ["Companies", createCompanies ? "are created" : undefined],
            ["Charset", csv?.charset],
            ["Delimiter", csv?.delimiter === undefined ? undefined : DELIMITERS[csv.delimiter]],
            ["Columns", csv?.columns.length],
          ]}
        />
        {csv && (
          <ol class="columns" aria-label="Columns">
            {csv.columns.map(({ field }, index) => (
              // A column has no other name: the header isn't kept, as it may be somebody's.
              <li key={`${index} ${field}`}>
                {field === undefined ? <Badge>left out</Badge> : <code>{field}</code>}
              </li>
            ))}
          </ol>
        )}
      </div>
    </Panel>
  );
}
