import { drawTable } from "../report/draw-table.ts";
import { median } from "../report/percentile.ts";
import { plot } from "../report/plot.ts";
import type { Cost } from "./measure-upserts.ts";
import type { GrowthColumn } from "./run-growth.ts";

const KINDS = [
  ["new people", "ofNew"],
  ["known people", "ofKnown"],
] as const;
const PARTS: readonly (readonly [string, keyof Cost])[] = [
  ["us an upsert", "us"],
  ["p99 of a commit of 500, ms", "p99Ms"],
  ["CPU of Node, us", "nodeUs"],
  ["CPU of Postgres, us", "postgresUs"],
  ["write-ahead log, bytes", "wal"],
];

/** The medians side by side, and the largest database beside the smallest, which is to be at most 1.3. */
export function renderGrowth(columns: readonly GrowthColumn[]): string {
  const inOrder = columns.toSorted((a, b) => a.contacts - b.contacts);
  const rows = KINDS.flatMap(([who, kind]) =>
    PARTS.map(([what, part]) => {
      const medians = inOrder.map((column) => median(column[kind].map((cost) => cost[part])));
      const ratio = (medians.at(-1) ?? Number.NaN) / (medians[0] ?? Number.NaN);
      return [`${who}: ${what}`, ...medians.map((value) => value.toFixed(0)), ratio.toFixed(2)];
    }),
  );
  const head = ["", ...inOrder.map(({ contacts }) => contacts.toLocaleString("en-US")), "largest / smallest"];
  return ["", ...drawTable([head, ...rows]), ""].join("\n");
}

export function plotGrowth(columns: readonly GrowthColumn[]): string {
  return plot({
    title: "What an upsert costs as the contacts become more",
    x: { title: "contacts", isLogarithmic: true },
    y: { title: "microseconds an upsert, commits of 500" },
    series: KINDS.map(([name, kind]) => ({
      name,
      points: columns
        .toSorted((a, b) => a.contacts - b.contacts)
        .map((column) => ({ x: column.contacts, y: median(column[kind].map(({ us }) => us)) })),
    })),
  });
}
