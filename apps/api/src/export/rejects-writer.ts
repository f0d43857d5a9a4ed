import { COLUMNS_MAX, ENTITIES } from "@onefold/contract";
import type { Entity, JobResult } from "@onefold/contract";
import { IGNORED, RAW, REASONS } from "../uploads/exported.ts";
import { headerOf, toCsv } from "./csv-writer.ts";
import type { CsvStyle } from "./csv-writer.ts";
import type { RowWriter } from "./written-pages.ts";

/** What a row had beside what it gave, or all of one that could not be read: an upload ignores these too. */
const OURS = [IGNORED, RAW];
/** What a row gave that has no column of its own, as a JSON object: an upload reads it. */
const REST = "_input";

/** Names that can have a column: the file is to be sent again, and an upload has so many at most. */
export const REJECTS_NAMES_MAX = COLUMNS_MAX - REASONS.length - OURS.length - 1;

/**
 * Rejected rows as CSV that can be mended and sent again: what the rows gave under its own names, the rest of it in
 * one cell where there is any, then why they were rejected.
 * @param entity what the rows are; undefined where there are none
 * @param given the names of the fields that the rows gave; there may be more of them than columns
 */
export function createRejectsWriter(
  entity: Entity | undefined,
  given: ReadonlySet<string>,
  style: CsvStyle = {},
): RowWriter<JobResult> {
  // Not all of the names are known where there are too many.
  const isAll = given.size <= REJECTS_NAMES_MAX;
  const ours = OURS.filter((name) => given.has(name) || !isAll);
  const { names, hasRest } = columnsOf(
    entity,
    new Set([...given].filter((name) => !OURS.includes(name))),
    isAll,
  );
  const columns = [...names, ...(hasRest ? [REST] : []), ...ours, ...REASONS];
  const named = new Set([...names, ...ours]);
  return {
    header: headerOf(columns, style),
    cells: columns.length,
    write: (results) =>
      toCsv(
        results.map(({ row, line, code, message, input = {} }) => [
          ...names.map((name) => valueOf(input, name)),
          ...(hasRest ? [restOf(input, named)] : []),
          ...ours.map((name) => valueOf(input, name)),
          row + 1,
          line,
          code,
          message,
        ]),
        style,
      ),
  };
}

/** A request's own fields first. A name that the header of an upload can't have as it is, or twice, has no column. */
function columnsOf(
  entity: Entity | undefined,
  given: ReadonlySet<string>,
  isAll: boolean,
): { names: string[]; hasRest: boolean } {
  const own = entity ? Object.keys(ENTITIES[entity].body) : [];
  const known = own.filter((name) => !isAll || given.has(name));
  const taken = new Set(known.map(sameColumn));
  const others: string[] = [];
  for (const name of [...given].toSorted()) {
    if (known.includes(name) || !canBeColumn(name) || taken.has(sameColumn(name))) continue;
    taken.add(sameColumn(name));
    others.push(name);
  }
  const names = [...known, ...others].slice(0, REJECTS_NAMES_MAX);
  return { names, hasRest: !isAll || names.length < given.size };
}

function canBeColumn(name: string): boolean {
  return BEGINS_AND_ENDS.test(name);
}

/** Not with what is ours, nor with what a spreadsheet takes for a formula. */
const BEGINS_AND_ENDS = /^[\p{L}\p{N}](?:.*\S)?$/su;

function sameColumn(name: string): string {
  return name.toLowerCase();
}

/** Empty where all that the row gave has a column. */
function restOf(input: Readonly<Record<string, unknown>>, named: ReadonlySet<string>): string | undefined {
  const rest = Object.entries(input).filter(([name]) => !named.has(name));
  return rest.length === 0 ? undefined : JSON.stringify(Object.fromEntries(rest));
}

function valueOf(input: Readonly<Record<string, unknown>>, name: string): Cell {
  return Object.hasOwn(input, name) ? cellOf(input[name]) : undefined;
}

type Cell = string | number | boolean | undefined;

/** As an upload reads it: a list's values with semicolons between them. */
function cellOf(value: unknown): Cell {
  if (value === null || value === undefined) return undefined;
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
  if (Array.isArray(value) && value.every((each) => typeof each === "string")) return value.join(";");
  return JSON.stringify(value);
}
