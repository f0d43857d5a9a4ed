import { COLUMNS_MAX, ENTITIES, RAW } from "@onefold/contract";
import type { Entity, JobResult } from "@onefold/contract";
import { IGNORED, REASONS } from "../uploads/exported.ts";
import { headerOf, toCsv } from "./csv-writer.ts";
import type { CsvStyle } from "./csv-writer.ts";
import type { RowWriter } from "./written-pages.ts";

/**
 * The columns for what a row had besides what it gave, and for the whole of a row that couldn't be read. An upload
 * ignores them too.
 */
const OURS = [IGNORED, RAW];
/** This column has, as a JSON object, what a row gave that has no column of its own. An upload reads it. */
const REST = "_input";

/** The most names that can have a column. The file is to be sent again, and an upload has a limit of columns. */
export const REJECTS_NAMES_MAX = COLUMNS_MAX - REASONS.length - OURS.length - 1;

/**
 * Writes rejected rows as CSV that can be mended and sent again. The columns are: what the rows gave, under its own
 * names; the rest of it in one cell, if there is any; why the rows were rejected.
 * @param entity what the rows are; undefined where there are none
 * @param given the names of the fields that the rows gave; there may be more of them than columns
 */
export function createRejectsWriter(
  entity: Entity | undefined,
  given: ReadonlySet<string>,
  style: CsvStyle = {},
): RowWriter<JobResult> {
  // If there are too many names, `given` doesn't have all of them.
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

/**
 * Chooses the columns, with the request's own fields first. A name gets no column if the header of an upload can't have
 * it as it is, or would have it twice.
 */
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

/** A column's name doesn't begin as our own columns do, nor as a formula does. */
const BEGINS_AND_ENDS = /^[\p{L}\p{N}](?:.*\S)?$/su;

function sameColumn(name: string): string {
  return name.toLowerCase();
}

/** Gives undefined if all that the row gave has a column. */
function restOf(input: Readonly<Record<string, unknown>>, named: ReadonlySet<string>): string | undefined {
  const rest = Object.entries(input).filter(([name]) => !named.has(name));
  return rest.length === 0 ? undefined : JSON.stringify(Object.fromEntries(rest));
}

function valueOf(input: Readonly<Record<string, unknown>>, name: string): Cell {
  return Object.hasOwn(input, name) ? cellOf(input[name]) : undefined;
}

type Cell = string | number | boolean | undefined;

/** Writes a value as an upload reads it: the values of a list have semicolons between them. */
function cellOf(value: unknown): Cell {
  if (value === null || value === undefined) return undefined;
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
  if (Array.isArray(value) && value.every((each) => typeof each === "string")) return value.join(";");
  return JSON.stringify(value);
}
