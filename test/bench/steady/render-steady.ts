import { drawTable } from "../report/draw-table.ts";
import { whole } from "../report/whole.ts";
import type { Minute } from "./run-steady.ts";

const MOST_LINES = 12;
const MB = 2 ** 20;

/** About a dozen of the minutes, the first and the last among them, and what changed between those. */
export function renderSteady(minutes: readonly Minute[]): string {
  const step = Math.ceil(minutes.length / MOST_LINES);
  const shown = minutes.filter((_, at) => at === 0 || at % step === step - 1 || at === minutes.length - 1);
  return [
    "",
    ...drawTable([
      [
        "minute",
        "p50, ms",
        "p99, ms",
        "longest, ms",
        "contacts",
        "tables, MB",
        "indexes, MB",
        "KB a contact",
        "dead rows",
        "HOT",
        "vacuums",
      ],
      ...shown.map(({ minute, answers, tables }) => [
        String(minute),
        answers.p50.toFixed(1),
        answers.p99.toFixed(1),
        answers.max.toFixed(0),
        whole(tables.contacts),
        (tables.tableBytes / MB).toFixed(1),
        (tables.indexBytes / MB).toFixed(1),
        kilobytes(tables).toFixed(2),
        whole(tables.deadRows),
        tables.updates === 0 ? "" : `${((100 * tables.hotUpdates) / tables.updates).toFixed(0)} %`,
        String(tables.vacuums),
      ]),
    ]),
    "",
  ].join("\n");
}

/** Of both tables with their indexes. */
function kilobytes({ tableBytes, indexBytes, contacts }: Minute["tables"]): number {
  return (tableBytes + indexBytes) / 1_024 / contacts;
}
