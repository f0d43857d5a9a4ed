import type { Field } from "@onefold/client/types";
import { useState } from "preact/hooks";
import { useMay } from "../../api/session.ts";
import { Button } from "../../parts/button.tsx";
import { Panel } from "../../parts/panel.tsx";
import { Table } from "../../parts/table.tsx";
import type { Column } from "../../parts/table.tsx";
import type { About } from "./about.ts";
import { changeRecord } from "./change-record.ts";
import { EditField } from "./edit-field.tsx";
import { isPlain } from "./entities.ts";
import type { Value } from "./entities.ts";
import { settingsOf } from "./settings-of.ts";
import type { Setting } from "./settings-of.ts";
import { useFields } from "./use-record.ts";
import { ShownValue, Trace } from "./value.tsx";

interface Row {
  readonly field: Field;
  readonly value: Value | undefined;
  readonly setting: Setting | undefined;
}

/** What a record has: each field with who set it, when, from which job, and what stood before. */
export function FieldsPanel({ entity, record, history }: About) {
  const may = useMay();
  const fields = useFields(entity).filter((field) => isPlain(entity, field));
  const [isAll, setAll] = useState(false);
  const [edited, setEdited] = useState<Row>();
  const settings = settingsOf(record._id, history.entries);
  const rows = fields.map((field): Row => ({
    field,
    value: record.fields[field.name],
    setting: settings.get(field.name),
  }));
  // One that was emptied tells what stood there.
  const told = rows.filter(({ value, setting }) => value !== undefined || setting !== undefined);
  const rest = rows.length - told.length;
  const canEdit = may("ingest");
  const clear = ({ field }: Row) =>
    changeRecord(entity, record, { clearFields: [field.name] }, `${field.label} is empty now.`);
  const acts: Column<Row> = {
    title: "Change",
    cell: (row) => (
      <span class="row acts">
        <Button kind="quiet" onClick={() => setEdited(row)}>
          Edit<span class="sr-only"> {row.field.label}</span>
        </Button>
        {row.value !== undefined && may("clear") && isClearable(row.field) && (
          <Button kind="quiet" onClick={() => clear(row)}>
            Clear<span class="sr-only"> {row.field.label}</span>
          </Button>
        )}
      </span>
    ),
  };
  return (
    <Panel
      title="Fields"
      aside={
        rest > 0 && (
          <Button kind="quiet" onClick={() => setAll(!isAll)}>
            {isAll ? "Hide empty ones" : `Show ${rest} empty ${rest === 1 ? "one" : "ones"}`}
          </Button>
        )
      }
      flush
    >
      {!isAll && told.length === 0 ? (
        <p class="panel-note soft">No field has a value.</p>
      ) : (
        <Table
          label="Fields"
          columns={canEdit ? [...COLUMNS, acts] : COLUMNS}
          rows={isAll ? rows : told}
          keyOf={({ field }) => field.name}
        />
      )}
      {edited && (
        <EditField
          field={edited.field}
          value={edited.value}
          onSave={(value) =>
            changeRecord(entity, record, { [edited.field.name]: value }, `${edited.field.label} is saved.`)
          }
          onClose={() => setEdited(undefined)}
        />
      )}
    </Panel>
  );
}

/** A company is always called something. */
function isClearable({ name, source }: Field): boolean {
  return source === "custom" || name !== "name";
}

const COLUMNS: readonly Column<Row>[] = [
  { title: "Field", cell: ({ field }) => field.label },
  { title: "Value", cell: ({ value }) => <ShownValue value={value} /> },
  { title: "Set", cell: ({ setting }) => (setting ? <SetBy setting={setting} /> : "–") },
  {
    title: "Before",
    cell: ({ setting }) => (setting?.before === undefined ? "–" : <ShownValue value={setting.before} />),
  },
];

function SetBy({ setting: { entry, origin } }: { readonly setting: Setting }) {
  return (
    <>
      <Trace entry={entry} />
      {entry.mergedIds && <div class="small soft">by a merge</div>}
      {origin && (
        <div class="small">
          <span class="soft">set at {origin.recordId}</span> <Trace entry={origin} />
        </div>
      )}
    </>
  );
}
