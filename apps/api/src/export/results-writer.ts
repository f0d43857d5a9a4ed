import { CompanyRequest, ContactRequest } from "@onefold/contract";
import type { Entity, JobResult } from "@onefold/contract";
import { toCsv } from "./csv-writer.ts";

export interface ResultsWriter {
  /** The names of the columns, as the first line; empty where there are none. */
  readonly header: string;
  write(results: readonly JobResult[]): string;
}

/** A JSON object a line. */
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

/** Results of all kinds as CSV: what each row came to, with the fields that were warned of or not applied. */
export function createResultsWriter(): ResultsWriter {
  return {
    header: toCsv([COLUMNS]),
    write: (results) =>
      toCsv(
        results.map((result) => [
          result.row,
          result.outcome,
          result.recordId,
          result.matchedBy,
          result.code,
          result.message,
          result.warnings?.map(({ code, field }) => `${code} ${field}`).join(";"),
          result.fieldRejections?.map(({ reason, field }) => `${reason} ${field}`).join(";"),
        ]),
      ),
  };
}

const REASONS = ["_row", "_code", "_message"];
const REQUESTS = { contact: ContactRequest, company: CompanyRequest } as const;

/**
 * Rejected rows as CSV that can be mended and sent again: what the rows gave under its own names, then why they were
 * rejected, in columns that an upload ignores.
 * @param given the names of the fields that any of the rows gave
 */
export function createRejectsWriter(entity: Entity, given: ReadonlySet<string>): ResultsWriter {
  const known = Object.keys(REQUESTS[entity].shape).filter((name) => given.has(name));
  const others = [...given].filter((name) => !known.includes(name)).toSorted();
  const names = [...known, ...others];
  return {
    header: toCsv([[...names, ...REASONS]]),
    write: (results) =>
      toCsv(
        results.map(({ row, code, message, input = {} }) => [
          ...names.map((name) => (Object.hasOwn(input, name) ? cellOf(input[name]) : undefined)),
          row,
          code,
          message,
        ]),
      ),
  };
}

type Cell = string | number | boolean | undefined;

/** As an upload reads it: a list's values with semicolons between them. */
function cellOf(value: unknown): Cell {
  if (value === null || value === undefined) return undefined;
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
  if (Array.isArray(value) && value.every((each) => typeof each === "string")) return value.join(";");
  return JSON.stringify(value);
}
