import type { JobResult } from "@onefold/contract";
import { headerOf, toCsv } from "./csv-writer.ts";
import type { CsvStyle } from "./csv-writer.ts";
import type { RowWriter } from "./written-pages.ts";

/** Writes one JSON object per line. */
export function writeResultLines(results: readonly JobResult[]): string {
  return results.map((result) => `${JSON.stringify(result)}\n`).join("");
}

const COLUMNS = [
  "_row",
  "_outcome",
  "_recordId",
  "_matchedBy",
  "_code",
  "_message",
  "_warnings",
  "_rejected",
];

/**
 * Writes results of all kinds as CSV: what became of each row, with the fields that have a warning or weren't applied.
 */
export function createResultsWriter(style: CsvStyle = {}): RowWriter<JobResult> {
  return {
    header: headerOf(COLUMNS, style),
    cells: COLUMNS.length,
    write: (results) =>
      toCsv(
        results.map((result) => [
          result.row + 1,
          result.outcome,
          result.recordId,
          result.matchedBy,
          result.code,
          result.message,
          result.warnings?.map(({ code, field }) => `${code} ${field}`).join(";"),
          result.fieldRejections?.map(({ reason, field }) => `${reason} ${field}`).join(";"),
        ]),
        style,
      ),
  };
}
