import { drawTable } from "../report/draw-table.ts";

/** A read at one number of contacts. */
export interface Measured {
  readonly name: string;
  /** Of the whole read, its statements and what the API makes of them. */
  readonly ms: number;
  readonly statements: number;
  readonly nodes: readonly string[];
  readonly problems: readonly string[];
  readonly plans: readonly string[];
}

export interface ReadsColumn {
  readonly rows: number;
  readonly measured: readonly Measured[];
}

/** The times side by side as a Markdown table, then the plans at the largest number of contacts. */
export function renderReads(columns: readonly ReadsColumn[], withPlans: boolean): string {
  const largest = columns.toSorted((a, b) => a.rows - b.rows).at(-1);
  const reads = largest?.measured ?? [];
  const head = ["read", ...columns.map(({ rows }) => `${rows.toLocaleString("en-US")}, ms`), "statements"];
  const rows = reads.map(({ name, statements }) => [
    name,
    ...columns.map(({ measured }) => time(measured.find((read) => read.name === name))),
    String(statements),
  ]);
  const problems = columns.flatMap((column) =>
    column.measured.flatMap(({ name, problems: found }) =>
      found.map((problem) => `PROBLEM at ${column.rows}: ${name}: ${problem}`),
    ),
  );
  return [
    ...drawTable([head, ...rows]),
    "",
    ...reads.map(({ name, nodes }) => `${name}: ${[...new Set(nodes)].join(", ")}`),
    ...(withPlans ? reads.flatMap(({ name, plans }) => ["", `## ${name}`, ...plans]) : []),
    "",
    ...(problems.length === 0 ? ["No read scans a whole table, or sorts more than a page."] : problems),
    "",
  ].join("\n");
}

function time(read: Measured | undefined): string {
  return read === undefined ? "" : read.ms.toFixed(1);
}
