import type { Conflict } from "@onefold/client/types";
import { Link, useLocation, useSearch } from "wouter-preact";
import { Badge } from "../../parts/badge.tsx";
import { Button } from "../../parts/button.tsx";
import { Empty } from "../../parts/empty.tsx";
import { SelectField } from "../../parts/form.tsx";
import { PageHead, Panel } from "../../parts/panel.tsx";
import { Problem } from "../../parts/problem.tsx";
import { Table } from "../../parts/table.tsx";
import type { Column } from "../../parts/table.tsx";
import { Ago } from "../../parts/time.tsx";
import { pageOf, titleOf } from "../records/entities.ts";
import type { Shown } from "../records/entities.ts";
import { useConflicts, useRecords } from "./use-conflicts.ts";
import { WHY } from "./why.ts";

const ANY = "any";

/** Records that requests named together, and that were left apart. The address says which are shown. */
export default function Conflicts() {
  const [path, navigate] = useLocation();
  const address = new URLSearchParams(useSearch());
  const filter = Object.fromEntries(
    ["entity", "reason"].flatMap((name) => (address.has(name) ? [[name, address.get(name) ?? ""]] : [])),
  );
  const { conflicts, error, hasMore, readMore } = useConflicts(filter);
  const idsOf = (entity: Conflict["entity"]) =>
    (conflicts ?? []).filter((each) => each.entity === entity).flatMap(({ ids }) => ids);
  const records = new Map([
    ...(useRecords("contact", idsOf("contact"), true).records ?? []),
    ...(useRecords("company", idsOf("company"), true).records ?? []),
  ]);
  const choose = (name: string, value: string) => {
    if (value === ANY) address.delete(name);
    else address.set(name, value);
    const text = address.toString();
    navigate(text === "" ? path : `${path}?${text}`, { replace: true });
  };
  return (
    <div class="stack">
      <PageHead
        title="Conflicts"
        lead="Records that one request named together, and that were left apart: merge them, or note that they are different."
      />
      <div class="row">
        <SelectField
          label="Of"
          value={filter["entity"] ?? ANY}
          options={[
            [ANY, "Contacts and companies"],
            ["contact", "Contacts"],
            ["company", "Companies"],
          ]}
          onChange={(value) => choose("entity", value)}
        />
        <SelectField
          label="Left apart because"
          value={filter["reason"] ?? ANY}
          options={[[ANY, "Any reason"], ...Object.entries(WHY)]}
          onChange={(value) => choose("reason", value)}
        />
      </div>
      {error && !conflicts && <Problem error={error} />}
      {conflicts?.length === 0 && !hasMore && <Nothing />}
      {conflicts && conflicts.length > 0 && (
        <Panel title="Newest first" flush>
          <Table
            label="Conflicts"
            columns={columnsWith(records)}
            rows={conflicts}
            keyOf={({ ids }) => ids.join(" ")}
          />
        </Panel>
      )}
      {hasMore && (
        <div class="row">
          <Button onClick={readMore}>Look further back</Button>
        </div>
      )}
    </div>
  );
}

function columnsWith(records: ReadonlyMap<string, Shown>): readonly Column<Conflict>[] {
  const nameOf = (id: string) => {
    const record = records.get(id);
    return <Link href={pageOf(id)}>{record ? titleOf(record) : id}</Link>;
  };
  return [
    { title: "Record", cell: ({ ids: [first = ""] }) => nameOf(first) },
    { title: "And", cell: ({ ids: [, other] }) => (other === undefined ? "nobody" : nameOf(other)) },
    {
      title: "Why",
      cell: ({ clashes: [latest] }) => latest && <Badge tone="warn">{WHY[latest.reason]}</Badge>,
    },
    {
      title: "By",
      cell: ({ clashes: [latest] }) => (
        <span class="value">
          {latest?.field} {latest?.value !== undefined && <span class="soft">{latest.value}</span>}
        </span>
      ),
    },
    { title: "Times", isNumber: true, cell: ({ clashes }) => clashes.length },
    { title: "Last", cell: ({ clashes: [latest] }) => latest && <Ago at={latest.at} /> },
    {
      title: "Decide",
      cell: ({ ids: [first, other] }) =>
        other !== undefined && (
          <Link href={`/conflicts/${first}/${other}`}>
            Compare
            <span class="sr-only">
              {" "}
              {first} and {other}
            </span>
          </Link>
        ),
    },
  ];
}

function Nothing() {
  return (
    <Empty
      title="No conflicts"
      command={`curl "${location.origin}/api/contacts?onConflict=prefer" -u ":$ONEFOLD_API_KEY" -H "Content-Type: application/json" -d '{"email":"jane@example.com","linkedinUrl":"https://www.linkedin.com/in/jane-example"}'`}
    >
      No two records were named together and left apart. It happens where a request names two that are there
      already:
    </Empty>
  );
}
