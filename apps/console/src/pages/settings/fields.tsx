import type { Field, FieldsAnswer, FieldType } from "@onefold/client/types";
import { useQuery } from "@tanstack/preact-query";
import { useState } from "preact/hooks";
import { client } from "../../api/client.ts";
import { queryClient } from "../../api/query-client.ts";
import { useMay } from "../../api/session.ts";
import { Button } from "../../parts/button.tsx";
import { Confirm } from "../../parts/confirm.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import { Empty } from "../../parts/empty.tsx";
import { Form, SelectField, TextField } from "../../parts/form.tsx";
import { Panel } from "../../parts/panel.tsx";
import { Problem } from "../../parts/problem.tsx";
import { Table } from "../../parts/table.tsx";
import type { Column } from "../../parts/table.tsx";
import { toast } from "../../parts/toasts.tsx";
import { WORDS } from "../records/entities.ts";
import type { Entity } from "../records/entities.ts";

const KEY = ["fields"] as const;
const TYPES: readonly (readonly [FieldType, string])[] = (
  ["text", "number", "boolean", "datetime", "date", "phone"] as const
).map((type) => [type, type] as const);
const ENTITIES: readonly (readonly [Entity, string])[] = (["contact", "company"] as const).map(
  (entity) => [entity, WORDS[entity].one] as const,
);

/** A field with what it is of. */
interface Listed extends Field {
  readonly entity: Entity;
}

/** The fields that a team has of its own, and those that every team has. */
export function Fields() {
  const may = useMay();
  const [isAdding, setAdding] = useState(false);
  const [removed, setRemoved] = useState<Listed>();
  const { data, error } = useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => client.request<FieldsAnswer>("/api/fields", { signal }),
  });
  if (error && !data) return <Problem error={error} />;
  if (!data) return null;
  const all = (["contact", "company"] as const).flatMap((entity) =>
    (data.data[entity] ?? []).map((field): Listed => ({ ...field, entity })),
  );
  const own = all.filter(({ source }) => source === "custom");
  const columns: readonly Column<Listed>[] = [
    ...COLUMNS,
    ...(may("admin")
      ? [
          {
            title: "Change",
            cell: (field: Listed) => (
              <Button kind="danger" onClick={() => setRemoved(field)}>
                Remove<span class="sr-only"> {field.name}</span>
              </Button>
            ),
          },
        ]
      : []),
  ];
  return (
    <>
      <Panel
        title="Your own"
        aside={may("admin") && <Button onClick={() => setAdding(true)}>Add a field</Button>}
        flush={own.length > 0}
      >
        {own.length === 0 ? (
          <Empty
            title="No fields of your own yet"
            command={`curl ${location.origin}/api/fields -u ":$ONEFOLD_API_KEY" -H "Content-Type: application/json" -d '{"entity":"contact","name":"seniority","type":"text"}'`}
          >
            A request may give the fields that are here, and no others.{" "}
            {may("admin") && "Add one, or by a request:"}
          </Empty>
        ) : (
          <Table label="Your own fields" columns={columns} rows={own} keyOf={keyOf} />
        )}
      </Panel>
      <Panel title="Of every team" flush>
        <Table
          label="Fields of every team"
          columns={COLUMNS}
          rows={all.filter(({ source }) => source === "default")}
          keyOf={keyOf}
        />
      </Panel>
      {isAdding && <AddField onClose={() => setAdding(false)} />}
      {removed && <RemoveField field={removed} onClose={() => setRemoved(undefined)} />}
    </>
  );
}

const COLUMNS: readonly Column<Listed>[] = [
  { title: "Name", cell: ({ name }) => <code>{name}</code> },
  { title: "Label", cell: ({ label }) => label },
  { title: "Type", cell: ({ type }) => type },
  { title: "Of", cell: ({ entity }) => WORDS[entity].many },
];

function keyOf({ entity, name }: Listed): string {
  return `${entity} ${name}`;
}

function AddField({ onClose }: { onClose(): void }) {
  const [entity, setEntity] = useState<Entity>("contact");
  const [name, setName] = useState("");
  const [label, setLabel] = useState("");
  const [type, setType] = useState<FieldType>("text");
  const add = async () => {
    await client.request("/api/fields", {
      method: "POST",
      body: { entity, name, type, ...(label && { label }) },
    });
    await queryClient.invalidateQueries({ queryKey: KEY });
    onClose();
    toast(`Requests may give ${name} from now on.`);
  };
  return (
    <Dialog title="Add a field" onClose={onClose}>
      <Form submit="Add it" disabled={name.trim() === ""} onSubmit={add} onCancel={onClose}>
        <SelectField
          label="Of a"
          value={entity}
          options={ENTITIES}
          onChange={(chosen) => setEntity(chosen)}
        />
        <TextField
          label="Name"
          required
          value={name}
          hint="As requests and files give it."
          onInput={setName}
        />
        <TextField label="Label" value={label} hint="For people; the name by default." onInput={setLabel} />
        <SelectField label="Type" value={type} options={TYPES} onChange={(chosen) => setType(chosen)} />
        <p class="soft">
          The name and the type stay as they are: to change them, remove the field and add it anew.
        </p>
      </Form>
    </Dialog>
  );
}

function RemoveField({ field: { entity, name }, onClose }: { readonly field: Listed; onClose(): void }) {
  const remove = async () => {
    await client.request(`/api/fields/${entity}/${encodeURIComponent(name)}`, { method: "DELETE" });
    await Promise.all([
      queryClient.invalidateQueries({ queryKey: KEY }),
      queryClient.invalidateQueries({ queryKey: [WORDS[entity].many] }),
    ]);
    toast(`${name} was removed.`);
  };
  return (
    <Confirm
      title={`Remove the field ${name}?`}
      submit="Remove the field"
      name={name}
      onConfirm={remove}
      onClose={onClose}
    >
      The values that {WORDS[entity].many} have of it are removed too, and nothing brings them back.
    </Confirm>
  );
}
