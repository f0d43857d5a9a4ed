import type { FieldsAnswer, UploadPreview } from "@onefold/client/types";
import { useQuery } from "@tanstack/preact-query";
import { client } from "../../api/client.ts";
import { useMay } from "../../api/session.ts";
import { Badge } from "../../parts/badge.tsx";
import { textOf } from "../jobs/text-of.ts";
import { Table } from "../../parts/table.tsx";
import { MADE_WITH } from "./use-import.ts";
import type { Choices, Entity } from "./use-import.ts";

type Column = UploadPreview["csv"]["columns"][number];

/** What a row can give beside the fields of a record. */
const BESIDE: Readonly<Record<Entity, readonly string[]>> = {
  contact: [
    "contactId",
    "additionalEmails",
    "companyDomain",
    "companyId",
    "companyLinkedinUrl",
    "contactOwner",
    "observedAt",
    "source",
    "unsubscribed",
  ],
  company: ["companyId", "companyOwner", "observedAt", "source"],
};

/** Each column of the file with its first values and its field, which can be another one, or none. */
export function Mapping(props: {
  readonly choices: Pick<Choices, "entity" | "createCompanies" | "fields">;
  readonly preview: UploadPreview;
  onField(header: string, field: string): void;
}) {
  const { choices, preview, onField } = props;
  const { entity, createCompanies, fields } = choices;
  const may = useMay();
  const { data } = useQuery({
    queryKey: ["fields", entity],
    queryFn: ({ signal }) => client.request<FieldsAnswer>("/api/fields", { query: { entity }, signal }),
    enabled: may("read"),
    staleTime: 60_000,
  });
  const { columns } = preview.csv;
  const known = [
    ...new Set([
      ...(data?.data[entity]?.map(({ name }) => name) ?? []),
      ...BESIDE[entity],
      ...(createCompanies ? [MADE_WITH[entity]?.field ?? []].flat() : []),
      ...columns.flatMap(({ field }) => field ?? []),
    ]),
  ].toSorted();
  return (
    <Table
      label="Columns of the file"
      columns={[
        { title: "Column", cell: ({ column }) => column.header },
        { title: "Field", cell: ({ column }) => choiceOf(column) },
        { title: "First values", cell: ({ column }) => <Values preview={preview} column={column} /> },
      ]}
      rows={columns.map((column, index) => ({ column, index }))}
      keyOf={({ index }) => String(index)}
    />
  );

  function choiceOf({ header, field, fallback, unknown }: Column) {
    return (
      <span class="row">
        <select
          class="input"
          aria-label={`Field of ${header}`}
          value={fields[header] ?? field ?? ""}
          // A header of nothing but blanks names no column.
          disabled={header.trim() === ""}
          onChange={({ currentTarget }) => onField(header, currentTarget.value)}
        >
          <option value="">left out</option>
          {known.map((name) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </select>
        {fallback && <Badge>where it is empty</Badge>}
        {unknown && fields[header] === undefined && <Badge tone="warn">no such field</Badge>}
      </span>
    );
  }
}

/** The values as they are read: an odd one is seen here. What a column gives that only fills gaps isn't known. */
function Values({ preview, column }: { readonly preview: UploadPreview; readonly column: Column }) {
  const { header, field, fallback } = column;
  if (fallback) return <span class="soft">–</span>;
  const values = preview.rows.flatMap(({ fields, ignored = [] }) =>
    field === undefined
      ? ignored.filter((cell) => cell.header === header).map(({ value }) => value)
      : [fields[field] ?? []].flat().map(textOf),
  );
  return <span class={field === undefined ? "cell soft" : "cell"}>{values.join(" · ") || "–"}</span>;
}
