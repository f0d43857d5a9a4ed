import type {
  Company,
  CompanyList,
  Contact,
  HistoryEntry,
  UndoContactsMergeAnswer,
} from "@onefold/client/types";
import { useQuery } from "@tanstack/preact-query";
import { useState } from "preact/hooks";
import { client } from "../../api/client.ts";
import { useMay } from "../../api/session.ts";
import { Badge } from "../../parts/badge.tsx";
import { Button } from "../../parts/button.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import { Form } from "../../parts/form.tsx";
import { Panel } from "../../parts/panel.tsx";
import { toast } from "../../parts/toasts.tsx";
import type { About } from "./about.ts";
import { WORDS } from "./entities.ts";
import type { Entity } from "./entities.ts";
import { readAgain } from "./use-record.ts";
import { Trace } from "./value.tsx";

/** The records that this one took in, and taking that back. */
export function MergesPanel({ entity, record, history }: About) {
  const may = useMay();
  const [asked, setAsked] = useState<HistoryEntry>();
  const merges = history.entries.filter(({ mergedIds }) => mergedIds);
  const apart = useApart(entity, record._id, merges);
  const { one } = WORDS[entity];
  return (
    <Panel title="Merges">
      {merges.length === 0 && <p class="soft">No other {one} was merged into it.</p>}
      <ul class="entries">
        {merges.map((entry) => {
          const isBack = entry.mergedIds?.every((id) => apart.has(id)) ?? false;
          return (
            <li key={`${entry.job.id} ${entry.row}`}>
              <div class="row">
                <code class="value">{entry.mergedIds?.join(", ")}</code>
                {isBack && <Badge>taken back</Badge>}
              </div>
              <div class="small">
                <span class="soft">{entry.action === "merge" ? "by hand" : "one request named both"}</span>{" "}
                <Trace entry={entry} />
              </div>
              {may("admin") && !isBack && (
                <div class="row acts">
                  <Button onClick={() => setAsked(entry)}>Take back</Button>
                </div>
              )}
            </li>
          );
        })}
      </ul>
      {asked && <UndoMerge entity={entity} entry={asked} onClose={() => setAsked(undefined)} />}
    </Panel>
  );
}

/** Which of the records that were merged stand by themselves again. */
function useApart(entity: Entity, recordId: string, merges: readonly HistoryEntry[]): ReadonlySet<string> {
  const { many, names } = WORDS[entity];
  const ids = [...new Set(merges.flatMap(({ mergedIds = [] }) => mergedIds))].slice(0, 100);
  const { data } = useQuery({
    queryKey: [many, "apart", recordId, ids],
    queryFn: ({ signal }) =>
      client.request<readonly Contact[] | CompanyList>(`/api/${many}`, {
        query: { [names]: ids.join(",") },
        signal,
      }),
    enabled: ids.length > 0,
  });
  const found: readonly (Contact | Company)[] = data === undefined ? [] : "data" in data ? data.data : data;
  return new Set(found.map(({ _id }) => _id).filter((id) => id !== recordId));
}

function UndoMerge(props: { readonly entity: Entity; readonly entry: HistoryEntry; onClose(): void }) {
  const { entity, entry, onClose } = props;
  const { many } = WORDS[entity];
  const undo = async () => {
    const { restoredIds, kept } = await client.request<UndoContactsMergeAnswer>(
      `/api/${many}/merge/${entry.job.id}/undo`,
      { method: "POST", query: { row: entry.row } },
    );
    await readAgain(entity);
    const stay = kept.length > 0 ? ` Written since, and so also here: ${kept.join(", ")}.` : "";
    toast(`${restoredIds.join(", ")} stands by itself again.${stay}`);
    onClose();
  };
  return (
    <Dialog title="Take this merge back?" onClose={onClose}>
      <p>
        <code>{entry.mergedIds?.join(", ")}</code> gets back its identifiers and the values that it had. The
        records are noted as different, so that no request merges them again.
      </p>
      <Form submit="Take it back" onSubmit={undo} onCancel={onClose}>
        {null}
      </Form>
    </Dialog>
  );
}
