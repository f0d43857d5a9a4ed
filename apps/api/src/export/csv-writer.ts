import { ENTITIES } from "@onefold/contract";
import type { Entity, RecordSnapshot } from "@onefold/contract";
import { definitionOf } from "@onefold/identity";
import { presentTime } from "@onefold/present";
import { stringify } from "csv-stringify/sync";
import { escapeFormulas } from "../csv/formulas.ts";
import type { RowWriter } from "./written-pages.ts";

type Cell = string | number | boolean | undefined;

/**
 * Writes records as CSV (RFC 4180, UTF-8): what every record has, then the standard fields, then the team's own. A text
 * that a spreadsheet would take for a formula gets an apostrophe before it. A number stays a number.
 * @param customFields their names, in their order
 */
export function createCsvWriter(entity: Entity, customFields: readonly string[]): RowWriter<RecordSnapshot> {
  const own = ownColumns(entity);
  const standard = ENTITIES[entity].fields.map(({ field }) => field);
  const known = [...own.map(({ name }) => name), ...standard];
  const taken = new Set(known);
  const columns = [...known, ...customFields.map((name) => (taken.has(name) ? `fields.${name}` : name))];
  const fields = [...standard, ...customFields];
  return {
    header: toCsv([columns]),
    cells: columns.length,
    write: (records) =>
      toCsv(
        records.map((record) => [
          ...own.map(({ cell }) => cell(record)),
          ...fields.map((name) => (Object.hasOwn(record.fields, name) ? record.fields[name] : undefined)),
        ]),
      ),
  };
}

interface Column {
  readonly name: string;
  cell(record: RecordSnapshot): Cell;
}

/** Gives the columns that every record of an entity has. */
function ownColumns(entity: Entity): Column[] {
  const { main, identifiers, link } = definitionOf(entity);
  return [
    { name: "_id", cell: ({ recordId }) => recordId },
    ...identifiers.flatMap((identifier): Column[] => [
      { name: identifier.field, cell: (record) => record.identifiers[identifier.kind]?.[0] },
      // The semicolon can separate them, as no address and no domain has one.
      ...(identifier === main
        ? [{ name: `${main.field}s`, cell: each((record) => record.identifiers[main.kind]) }]
        : []),
    ]),
    ...(link ? [{ name: link.field, cell: ({ companyId }: RecordSnapshot) => companyId }] : []),
    { name: "ownerId", cell: ({ ownerId }) => ownerId },
    { name: "source", cell: ({ source }) => source },
    { name: "createdAt", cell: ({ createdAt }) => presentTime(createdAt) },
    { name: "createdBy", cell: ({ createdBy }) => createdBy },
    { name: "updatedAt", cell: ({ updatedAt }) => presentTime(updatedAt) },
    ...MORE[entity],
  ];
}

const MORE: Readonly<Record<Entity, readonly Column[]>> = {
  contact: [{ name: "unsubscribed", cell: ({ unsubscribed }) => unsubscribed === true }],
  company: [],
};

function each(values: (record: RecordSnapshot) => readonly string[] | undefined): Column["cell"] {
  return (record) => (values(record) ?? []).join(";");
}

/** The default is commas and no byte order mark. A spreadsheet needs both set. */
export interface CsvStyle {
  readonly delimiter?: string | undefined;
  /** Whether the file begins with the byte order mark. Excel knows UTF-8 by it. */
  readonly hasMark?: boolean;
}

/** Gives the first line of a file. */
export function headerOf(columns: readonly string[], style: CsvStyle): string {
  return `${style.hasMark ? "\ufeff" : ""}${toCsv([columns], style)}`;
}

/** Writes lines of CSV. A text that a spreadsheet would take for a formula gets an apostrophe before it. */
export function toCsv(rows: readonly (readonly Cell[])[], { delimiter = "," }: CsvStyle = {}): string {
  return stringify([...rows], {
    delimiter,
    record_delimiter: "\r\n",
    // A line break within a cell may be another one than ours.
    quoted_match: /[\r\n]/,
    cast: { boolean: String, string: escapeFormulas },
  });
}
