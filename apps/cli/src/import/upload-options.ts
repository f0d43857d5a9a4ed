import { basename, extname } from "node:path";
import { ENTITIES } from "@onefold/contract";
import type { Entity, OnConflict } from "@onefold/contract";
import { CliError } from "../cli-error.ts";

export const FORMATS = ["csv", "tsv", "ndjson", "json"] as const;
type Format = (typeof FORMATS)[number];

/** What `onefold import` takes that decides what is applied. */
export interface UploadOptions {
  readonly entity: Entity;
  readonly format?: Format;
  /** `Header:field` */
  readonly map: readonly string[];
  readonly ignoreUnknownColumns?: boolean;
  readonly resubscribe?: boolean;
  readonly createCompanies?: boolean;
  readonly decimal?: string;
  readonly dates?: string;
  readonly onConflict?: OnConflict;
  readonly source?: string;
  readonly dryRun?: boolean;
  /** Of a CSV, by its canonical name. */
  readonly charset?: string;
}

/** The request that the options come to; the file is its body. */
export interface UploadRequest {
  readonly path: string;
  /** With its question mark; empty where there is nothing to say. */
  readonly query: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly isCsv: boolean;
  /** Its charset is to be found out. */
  readonly isCharsetOpen: boolean;
  readonly isGzipped: boolean;
}

/** @throws CliError where the file's name doesn't say its format, and nobody else does, or a charset has no use */
export function uploadRequestOf(file: string, options: UploadOptions): UploadRequest {
  const isGzipped = /\.gz$/i.test(file);
  const format = options.format ?? formatOf(isGzipped ? basename(file).slice(0, -".gz".length) : file);
  const isCsv = format === "csv" || format === "tsv";
  if (options.charset !== undefined && !isCsv)
    throw new CliError("--charset is for CSV and TSV; NDJSON and JSON are always UTF-8.");
  const query = new URLSearchParams();
  if (options.onConflict !== undefined) query.set("onConflict", options.onConflict);
  if (options.dryRun === true) query.set("dryRun", "true");
  if (options.source !== undefined) query.set("source", options.source);
  for (const pair of options.map) query.append("map", pair);
  if (options.ignoreUnknownColumns === true) query.set("ignoreUnknownColumns", "true");
  if (options.resubscribe === true) query.set("resubscribe", "true");
  if (options.createCompanies === true) query.set("createCompanies", "true");
  if (options.decimal !== undefined) query.set("decimal", options.decimal);
  if (options.dates !== undefined) query.set("dates", options.dates);
  return {
    path: `/api/${ENTITIES[options.entity].words.many}/batch`,
    query: query.size > 0 ? `?${query.toString()}` : "",
    headers: {
      "Content-Type": typeOf(format, options.charset),
      ...(isGzipped && { "Content-Encoding": "gzip" }),
    },
    isCsv,
    isCharsetOpen: isCsv && options.charset === undefined,
    isGzipped,
  };
}

function typeOf(format: Format, charset: string | undefined): string {
  return charset === undefined ? TYPES[format] : `${TYPES[format]}; charset=${charset}`;
}

const TYPES: Readonly<Record<Format, string>> = {
  csv: "text/csv",
  tsv: "text/tab-separated-values",
  ndjson: "application/x-ndjson",
  json: "application/json",
};

function formatOf(file: string): Format {
  const format = EXTENSIONS[extname(file).toLowerCase()];
  if (format !== undefined) return format;
  if (WORKBOOKS.has(extname(file).toLowerCase()))
    throw new CliError(`${file} is a spreadsheet's own file: save it as CSV there, and import that.`);
  const what = file === "-" ? "What comes on stdin" : `The name ${file}`;
  throw new CliError(`${what} doesn't say its format: give --format ${FORMATS.join("|")}.`);
}

const WORKBOOKS: ReadonlySet<string> = new Set([".xlsx", ".xlsm", ".xls", ".ods", ".numbers"]);
const EXTENSIONS: Readonly<Record<string, Format>> = {
  ".csv": "csv",
  ".tsv": "tsv",
  ".tab": "tsv",
  ".ndjson": "ndjson",
  ".jsonl": "ndjson",
  ".json": "json",
};

/** One `--map "Header=field"` more, as the API has it. @throws CliError */
export function collectMap(pair: string, pairs: readonly string[]): string[] {
  const at = pair.lastIndexOf("=");
  if (at < 1)
    throw new CliError(`--map takes "Header=field", or "Header=" to leave the column out, not ${pair}.`);
  return [...pairs, `${pair.slice(0, at)}:${pair.slice(at + 1)}`];
}
