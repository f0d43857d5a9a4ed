import { isUtf8 } from "node:buffer";
import { CsvError, parse } from "csv-parse/sync";
import type { Options } from "csv-parse/sync";
import type { RawRecord } from "./split-records.ts";

/** The cells of a record, or why it has none. */
export type CellsOrProblem =
  | { readonly cells: readonly string[] }
  | { readonly problem: string; readonly isQuote: boolean };

interface ParseOptions {
  readonly delimiter: string;
  /** What is said of a record that isn't valid UTF-8. */
  readonly unreadable: string;
}

const LINE_FEED = Buffer.from("\n");

/** The cells of records that were found by `createRecordSplitter`; all at once where nothing is wrong with any. */
export function parseRecords(records: readonly Buffer[], options: ParseOptions): CellsOrProblem[] {
  const { delimiter } = options;
  const all = Buffer.concat(records.flatMap((record) => [record, LINE_FEED]));
  if (isUtf8(all)) {
    try {
      const parsed = parseCsv(all, { delimiter });
      if (parsed.length === records.length) return parsed.map((cells) => ({ cells }));
    } catch (error) {
      if (!(error instanceof CsvError)) throw error;
    }
  }
  return records.map((record) => parseRecord(record, options));
}

function parseRecord(record: Buffer, { delimiter, unreadable }: ParseOptions): CellsOrProblem {
  if (!isUtf8(record)) return { problem: unreadable, isQuote: false };
  try {
    return cellsOf(parseCsv(record, { delimiter }));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    if (error.code !== "INVALID_OPENING_QUOTE") return { problem: BAD_QUOTE, isQuote: true };
    // As in 5" pipe: it opens nothing.
    return cellsOf(parseCsv(record, { delimiter, relax_quotes: true }));
  }
}

const BAD_QUOTE =
  "A quoted value goes on after its closing quote: within quotes a quote is doubled, and each is closed.";

function cellsOf(parsed: readonly string[][]): CellsOrProblem {
  const [cells] = parsed;
  return cells && parsed.length === 1 ? { cells } : { problem: BAD_QUOTE, isQuote: true };
}

function parseCsv(bytes: Buffer, options: Options): string[][] {
  return parse(bytes, {
    ...options,
    record_delimiter: ["\r\n", "\n", "\r"],
    relax_column_count: true,
    max_record_size: 0,
  });
}

/** What of a record can be parsed at all. */
export function isWhole(record: RawRecord): record is RawRecord & { bytes: Buffer } {
  return record.bytes !== undefined;
}
