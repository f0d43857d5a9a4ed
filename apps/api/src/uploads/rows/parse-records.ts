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
  const strict = tryParse(record, { delimiter });
  // As in 5" pipe: it opens nothing.
  const isPlain = strict instanceof CsvError && strict.code === "INVALID_OPENING_QUOTE";
  const parsed = isPlain ? tryParse(record, { delimiter, relax_quotes: true, trim: false }) : strict;
  const [cells] = parsed instanceof CsvError ? [] : parsed;
  const isOne = !(parsed instanceof CsvError) && parsed.length === 1;
  return cells && isOne ? { cells } : { problem: BAD_QUOTE, isQuote: true };
}

function tryParse(record: Buffer, options: Options): string[][] | CsvError {
  try {
    return parseCsv(record, options);
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return error;
  }
}

const BAD_QUOTE =
  "A quoted value goes on after its closing quote: within quotes a quote is doubled, and each is closed.";

function parseCsv(bytes: Buffer, options: Options): string[][] {
  return parse(bytes, {
    record_delimiter: ["\r\n", "\n", "\r"],
    relax_column_count: true,
    // As in `a, "b"`; what reads the cells drops the blanks around them anyway.
    trim: true,
    ...options,
    max_record_size: 0,
  });
}

/** What of a record can be parsed at all. */
export function isWhole(record: RawRecord): record is RawRecord & { bytes: Buffer } {
  return record.bytes !== undefined;
}
