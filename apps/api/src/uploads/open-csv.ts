import type { CsvReading, Entity } from "@onefold/contract";
import type { CustomField } from "@onefold/records";
import { findIdentifiers } from "@onefold/identity";
import { shorten } from "../validate/problems.ts";
import { comparable } from "../names/comparable.ts";
import { createKnownFields } from "./columns/known-fields.ts";
import type { KnownFields } from "./columns/known-fields.ts";
import { withIgnoredCells } from "./columns/ignored-cells.ts";
import { columnFieldsOf, columnsAsBefore, mapColumns } from "./columns/map-columns.ts";
import type { Column } from "./columns/map-columns.ts";
import { createReadCells } from "./columns/read-cells.ts";
import { consentColumn } from "./consent/consent-column.ts";
import type { ColumnFields } from "./open-upload.ts";
import { csvRows } from "./rows/csv-rows.ts";
import type { WrittenCsv } from "./rows/csv-rows.ts";
import type { UploadRow } from "./rows/upload-row.ts";
import type { UploadFormat } from "./upload-format.ts";
import type { UploadQuery } from "./upload-query.ts";

/** A CSV that is read as it comes. */
export interface OpenCsv {
  readonly rows: AsyncIterable<readonly UploadRow[]>;
  /** Says how it is read, once its header is read. */
  csv(): CsvReading | undefined;
  columnFields(): ColumnFields;
  /** Gives what the meaning of the rows depends on. With another header they are other rows. */
  preamble(): string;
}

export interface CsvSource {
  readonly entity: Entity;
  readonly format: UploadFormat;
  readonly query: UploadQuery;
  /** Whether the key may know which fields the team has registered: it is told of a field that a header is near to. */
  readonly maySeeFields: boolean;
  /** Reads the team's own fields. */
  listFields(): Promise<CustomField[]>;
  /** Reads what the columns meant to the request that this one goes on with. */
  readBefore(): Promise<ColumnFields>;
}

/** Reads the rows of a CSV, by its header and by what the team and the request say of it. */
export function openCsv(bytes: AsyncIterable<Buffer>, source: CsvSource): OpenCsv {
  const { entity, format, query } = source;
  let reading: { readonly columns: readonly Column[]; readonly written: WrittenCsv } | undefined;
  let known: Promise<KnownFields> | undefined;
  const knowFields = () => (known ??= source.listFields().then((fields) => knownFieldsOf(fields, source)));

  const rows = csvRows(bytes, {
    ...format,
    async knowNames() {
      const fields = await knowFields();
      const mapped = new Set(query.columns.map.map(([header]) => comparable(header)));
      return (name) => isKnown(name, fields, mapped);
    },
    namesSomebody: (text) => namesSomebody(text, entity),
    async readHeader(header, written) {
      const fields = await knowFields();
      const before = await source.readBefore();
      const columns = before
        ? columnsAsBefore(header, before, fields, query.columns)
        : mapColumns(header, fields, query.columns);
      reading = { columns, written };
      // A name in a cell of JSON that is no field is left out, as a column of that name is.
      const isLeftOut = (name: string) => query.columns.ignoreUnknown && !fields.named(name);
      return withIgnoredCells(columns, createReadCells(entity, columns, { ...query.cells, isLeftOut }));
    },
  });
  const columnFields = () => reading && columnFieldsOf(reading.columns);
  return {
    rows,
    csv: () => reading && readingOf(reading.columns, reading.written),
    columnFields,
    preamble: () => JSON.stringify(reading?.columns.map(meaningOf)),
  };
}

function knownFieldsOf(
  fields: readonly CustomField[],
  { entity, query: { options }, maySeeFields }: CsvSource,
): KnownFields {
  const known = createKnownFields(entity, fields, options);
  return maySeeFields ? known : { ...known, nearest: createKnownFields(entity, [], options).nearest };
}

function meaningOf({ header, field, isRest }: Column) {
  return { header, ...(field && { field: field.name }), ...(isRest && { field: header }) };
}

function isKnown(name: string, fields: KnownFields, mapped: ReadonlySet<string>): boolean {
  if (name === "") return false;
  return (
    fields.find(name) !== undefined ||
    mapped.has(comparable(name)) ||
    (fields.consent !== undefined && consentColumn(name) !== undefined)
  );
}

/** How many characters of a footer are searched. */
const LOOK_MAX = 64 * 1024;

/** A text that is too long to be searched counts as naming somebody. */
function namesSomebody(text: string, entity: Entity): boolean {
  const budget = { left: LOOK_MAX };
  return findIdentifiers(text, { entity, field: "", budget }).length > 0 || budget.left === 0;
}

function readingOf(columns: readonly Column[], written: WrittenCsv): CsvReading {
  const { delimiter, headerLine } = written;
  const { name, detected, others } = written.charset();
  const passedOver = written.passedOver();
  return {
    delimiter,
    charset: name,
    ...(detected && { charsetDetected: detected }),
    ...(others && { charsetOthers: [...others] }),
    ...(headerLine > 1 && { headerLine }),
    ...(passedOver > 0 && { passedOver }),
    columns: columns.map((column) => ({
      ...meaningOf(column),
      header: shorten(column.header),
      ...(column.isFallback && { fallback: true as const }),
      ...(column.isUnknown && { unknown: true as const }),
    })),
  };
}
