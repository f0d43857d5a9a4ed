import { COLUMNS_MAX } from "@onefold/contract";
import { unescapeFormulas } from "../../csv/formulas.ts";
import { ApiError } from "../../errors/api-error.ts";
import { takeHead, withoutMark } from "./byte-stages.ts";
import { decodeCsv, SAMPLE_BYTES, unreadable } from "./decode-csv.ts";
import type { Charset } from "./decode-csv.ts";
import { delimitersOf, separatorLine } from "./detect-csv.ts";
import type { Delimiter } from "./detect-csv.ts";
import { createFooters } from "./footers.ts";
import type { Footers } from "./footers.ts";
import { locateHeader } from "./locate-header.ts";
import { isWhole, parseRecords } from "./parse-records.ts";
import type { CellsOrProblem } from "./parse-records.ts";
import { createRecordSplitter } from "./split-records.ts";
import type { RawRecord, RecordSplitter } from "./split-records.ts";
import { tooLong } from "./too-long.ts";
import type { IgnoredCell } from "../ignored.ts";
import type { UploadRow } from "./upload-row.ts";

/** What a record says by its columns; undefined where all its cells are empty. */
export type ReadCells = (cells: readonly string[]) => CellFields | undefined;

export type CellFields = {
  /** The values of columns that are left out. */
  readonly ignored?: () => readonly IgnoredCell[];
} & (
  | { readonly fields: Readonly<Record<string, unknown>> }
  | { readonly problem: string; readonly input: Readonly<Record<string, unknown>> }
);

export interface CsvOptions {
  /** As the Content-Type has it. */
  readonly charset: string | undefined;
  readonly delimiter: Delimiter | undefined;
  /** Called once, before the header is looked for: whether a text is a name of a column. */
  knowNames(): Promise<(name: string) => boolean>;
  /** Whether a text holds what finds a record. */
  namesSomebody(text: string): boolean;
  /**
   * Called once, with the names of the columns.
   * @throws ApiError where they can't be understood
   */
  readHeader(header: readonly string[], written: WrittenCsv): Promise<ReadCells>;
}

/** How a CSV turned out to be written. */
export interface WrittenCsv {
  /** As it is known by now. */
  charset(): Charset;
  readonly delimiter: Delimiter;
  /** Of the header, from 1. */
  readonly headerLine: number;
  /** Records that turned out to be a footer, so far. */
  passedOver(): number;
}

/** The records of a CSV with a header, in whatever way it is written. */
export async function* csvRows(
  bytes: AsyncIterable<Buffer>,
  options: CsvOptions,
): AsyncGenerator<UploadRow[], void> {
  const { text, charset } = await decodeCsv(bytes, options.charset);
  const { head, rest } = await takeHead(withoutMark(text), SAMPLE_BYTES);
  const separator = separatorLine(head.toString("latin1", 0, 16));
  const body = head.subarray(separator?.length ?? 0);
  const said = separator?.delimiter ?? options.delimiter;
  const isAll = head.length < SAMPLE_BYTES;
  const { delimiter, index } = locateHeader(
    body,
    said ? [said] : delimitersOf(body.toString("utf8")),
    isAll,
    await options.knowNames(),
  );
  const splitter = createRecordSplitter(delimiter.charCodeAt(0));
  const lineOffset = separator ? 1 : 0;
  let before = index;
  let reading: Reading | undefined;

  for await (const records of recordsOf(joined({ head: body, rest }), splitter, lineOffset)) {
    const pending = records.slice(before);
    before = Math.max(0, before - records.length);
    const header = reading ? undefined : pending.shift();
    if (header) {
      const { cells } = headerOf(header, delimiter, charset());
      const footers = createFooters(cells.length, options.namesSomebody);
      const headerLine = header.line + lineOffset;
      const written = { charset, delimiter, headerLine, passedOver: () => footers.count };
      reading = {
        delimiter,
        charset,
        lineOffset,
        footers,
        readCells: await options.readHeader(cells, written),
      };
    }
    if (reading) yield* rowsOf(pending, reading);
  }
  if (!reading)
    throw new ApiError("INVALID_CSV", "The body is empty: send a CSV with a line of column names.");
}

async function* joined({ head, rest }: { head: Buffer; rest: AsyncIterable<Buffer> }) {
  if (head.length > 0) yield* slicesOf(head);
  yield* rest;
}

const SLICE = 16 * 1024;

function* slicesOf(bytes: Buffer): Generator<Buffer, void> {
  for (let start = 0; start < bytes.length; start += SLICE) yield bytes.subarray(start, start + SLICE);
}

async function* recordsOf(
  bytes: AsyncIterable<Buffer>,
  splitter: RecordSplitter,
  lineOffset: number,
): AsyncGenerator<RawRecord[], void> {
  for await (const chunk of bytes) {
    const records = splitter.write(chunk);
    if (records.length > 0) yield records;
  }
  const line = splitter.openQuote();
  if (line !== undefined) throw quoteNotClosed(line + lineOffset);
  const last = splitter.end();
  if (last.length > 0) yield last;
}

function headerOf(
  record: RawRecord | undefined,
  delimiter: Delimiter,
  charset: Charset,
): { cells: readonly string[] } {
  if (!record || !isWhole(record)) throw new ApiError("INVALID_CSV", "The line of column names is too long.");
  if (record.cells > COLUMNS_MAX)
    throw new ApiError("INVALID_CSV", `The CSV has ${record.cells} columns, more than ${COLUMNS_MAX}.`);
  const [parsed] = parseRecords([record.bytes], { delimiter, unreadable: unreadable(charset) });
  if (!parsed || "problem" in parsed)
    throw new ApiError("INVALID_CSV", `The line of column names can't be read. ${parsed?.problem ?? ""}`);
  return { cells: parsed.cells.map((name) => unescapeFormulas(name.trim())) };
}

interface Reading {
  readonly delimiter: Delimiter;
  charset(): Charset;
  readonly readCells: ReadCells;
  readonly footers: Footers;
  /** Lines before the header that are none of the CSV's. */
  readonly lineOffset: number;
}

/** What ends the upload is thrown after the rows before it. */
function* rowsOf(records: readonly RawRecord[], reading: Reading): Generator<UploadRow[], void> {
  const parsed = parseRecords(
    records.filter(isWhole).flatMap((record) => (isTooWide(record) ? [] : [record.bytes])),
    { delimiter: reading.delimiter, unreadable: unreadable(reading.charset()) },
  ).values();
  const rows: UploadRow[] = [];
  for (const record of records) {
    const line = record.line + reading.lineOffset;
    if (!isWhole(record)) {
      rows.push(tooLong(line, record.length));
      continue;
    }
    if (isTooWide(record)) {
      const message = `The row has ${record.cells} values, more than ${COLUMNS_MAX}.`;
      const { bytes } = record;
      rows.push({ line, content: bytes, raw: bytes, problem: { code: "INVALID_CSV", message } });
      continue;
    }
    const cells = parsed.next().value;
    if (!cells) throw new Error("each record is parsed");
    if ("problem" in cells && cells.isQuote && record.lastLine > record.line) {
      if (rows.length > 0) yield rows;
      throw quoteNotClosed(line, record.lastLine + reading.lineOffset);
    }
    if ("cells" in cells && reading.footers.isFooter(cells.cells, record.line, record.lastLine)) continue;
    const row = rowOf(cells, { line, content: record.bytes }, reading.readCells);
    if (row) rows.push(row);
  }
  if (rows.length > 0) yield rows;
}

/** To parse a quarter of a million empty values takes long. */
function isTooWide({ cells }: RawRecord): boolean {
  return cells > COLUMNS_MAX;
}

function rowOf(
  parsed: CellsOrProblem,
  at: { line: number; content: Buffer },
  readCells: ReadCells,
): UploadRow | undefined {
  if ("problem" in parsed)
    return { ...at, raw: at.content, problem: { code: "INVALID_CSV", message: parsed.problem } };
  const read = readCells(parsed.cells);
  if (!read) return undefined;
  const { ignored } = read;
  if ("fields" in read) return { ...at, ignored, fields: read.fields };
  return { ...at, ignored, problem: { code: "INVALID_CSV", message: read.problem }, input: read.input };
}

/** Where the rows after it begin can't be told. */
function quoteNotClosed(line: number, noticed?: number): ApiError {
  const where = noticed === undefined ? "before the end" : `before line ${noticed}`;
  return new ApiError(
    "INVALID_CSV",
    `A quote that opens in line ${line} isn't closed as it should be ${where}: within quotes a quote is doubled.`,
  );
}
