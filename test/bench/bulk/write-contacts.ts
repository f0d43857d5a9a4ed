import { createWriteStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import type { ErrorCode } from "@onefold/contract";
import { contactRows } from "./contact-rows.ts";
import { COLUMNS } from "./people.ts";
import type { Cells, Column } from "./people.ts";

export interface FileOptions {
  readonly rows: number;
  readonly seed: number;
  readonly format?: "csv" | "ndjson";
  readonly delimiter?: string;
  readonly encoding?: "utf-8" | "windows-1252";
  /** Begins with a byte order mark, as Excel's do. */
  readonly bom?: boolean;
  readonly newline?: "\n" | "\r\n";
}

/** What an import of the file into a team without contacts comes to. */
export interface Expected {
  readonly rows: number;
  readonly bytes: number;
  readonly created: number;
  readonly updated: number;
  readonly unmodified: number;
  readonly rejected: number;
  readonly rejectedRows: readonly { readonly row: number; readonly code: ErrorCode | undefined }[];
}

const CHUNK = 64 * 1024;

/** Writes the file as a stream, and says what it is good for; only the rejected rows are remembered. */
export async function writeContacts(path: string, options: FileOptions): Promise<Expected> {
  const { rows, seed, encoding = "utf-8" } = options;
  const counts = { created: 0, updated: 0, unmodified: 0, rejected: 0 };
  const rejectedRows: { row: number; code: ErrorCode | undefined }[] = [];
  const encode = encoding === "utf-8" ? (text: string) => Buffer.from(text) : toWindows1252;
  const write = options.format === "ndjson" ? ndjsonLine : csvLine(options);
  let bytes = 0;

  function* chunks(): Generator<Buffer, void> {
    let text = options.format === "ndjson" ? "" : headerOf(options);
    for (const { row, cells, outcome, code } of contactRows({ rows, seed, isLatin: encoding !== "utf-8" })) {
      counts[outcome]++;
      if (outcome === "rejected") rejectedRows.push({ row, code });
      text += write(cells);
      if (text.length < CHUNK) continue;
      yield count(encode(text));
      text = "";
    }
    yield count(encode(text));
  }

  function count(chunk: Buffer): Buffer {
    bytes += chunk.length;
    return chunk;
  }

  await pipeline(chunks, createWriteStream(path));
  return { rows, bytes, ...counts, rejectedRows };
}

const NAMES = Object.keys(COLUMNS).filter(isColumn);

function isColumn(name: string): name is Column {
  return Object.hasOwn(COLUMNS, name);
}

function headerOf({ delimiter = ",", newline = "\n", bom }: FileOptions): string {
  return `${bom ? "\ufeff" : ""}${NAMES.join(delimiter)}${newline}`;
}

function csvLine({ delimiter = ",", newline = "\n" }: FileOptions): (cells: Cells) => string {
  const special = new RegExp(`["\r\n${delimiter === "\t" ? "\t" : `\\${delimiter}`}]`);
  return (cells) => {
    const line = NAMES.map((name) => {
      const cell = cells[name] ?? "";
      return special.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
    });
    return line.join(delimiter) + newline;
  };
}

function ndjsonLine(cells: Cells): string {
  const fields = NAMES.flatMap((name) => (cells[name] === undefined ? [] : [[COLUMNS[name], cells[name]]]));
  return `${JSON.stringify(Object.fromEntries(fields))}\n`;
}

/** Latin-1, but for the few that Windows has where Latin-1 has controls. */
function toWindows1252(text: string): Buffer {
  return Buffer.from(
    text.replace(/[’“”€]/g, (sign) => WINDOWS_SIGNS[sign] ?? "?"),
    "latin1",
  );
}

const WINDOWS_SIGNS: Readonly<Record<string, string>> = {
  "’": "\x92",
  "“": "\x93",
  "”": "\x94",
  "€": "\x80",
};
