import type { UploadPreview } from "@onefold/contract";
import { printable } from "../output/printable.ts";
import { tableOf } from "../table-of.ts";

/** Of the first row. */
const VALUE_MAX = 40;

/** Which column fills which field, with the first row's values; and what has no place, in a line of its own. */
export function describeColumns({ csv, rows }: UploadPreview): string {
  const [first] = rows;
  const shown = csv.columns.flatMap(({ header, field, fallback }) => {
    if (field === undefined) return [];
    // What fills the field in the first row may be another column's.
    if (fallback) return [[header, "→", `${field}, where it is empty so far`, ""]];
    return [[header, "→", field, valueOf(first?.fields[field])]];
  });
  const left = csv.columns.filter(({ field, header }) => field === undefined && isShown(header));
  return [
    tableOf([["COLUMN", "", "FIELD", "FIRST ROW"], ...shown]),
    ...(left.length > 0 ? [`Not imported: ${left.map(({ header }) => printable(header)).join(", ")}.`] : []),
  ].join("\n");
}

/** Those that an upload refuses unless it is told to leave them out. */
export function columnsWithoutPlace({ csv }: Pick<UploadPreview, "csv">): string[] {
  return csv.columns.flatMap(({ header, unknown }) => (unknown ? [header] : []));
}

/** Ours begin with `_`. */
function isShown(header: string): boolean {
  return header !== "" && !header.startsWith("_");
}

function valueOf(value: unknown): string {
  const text = Array.isArray(value) ? value.join("; ") : typeof value === "string" ? value : asJson(value);
  return text.length > VALUE_MAX ? `${text.slice(0, VALUE_MAX - 1)}…` : text;
}

function asJson(value: unknown): string {
  return value === undefined ? "" : JSON.stringify(value);
}
