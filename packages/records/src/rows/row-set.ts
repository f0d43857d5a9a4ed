import { sql } from "kysely";
import type { RawBuilder } from "kysely";

/**
 * The type of a column. `id` is text that is compared by its bytes: ids and canonical values are collated "C"
 * everywhere, so that a join never mixes collations. The values of `json` and `jsonb` are JSON texts.
 */
export type ColumnType = "id" | "text" | "integer" | "bigint" | "boolean" | "date" | "json" | "jsonb";

type Value = string | number | boolean | null | undefined;

/**
 * Makes rows a relation of a statement: an array for each column. So the statement's text and the number of its
 * parameters are the same, whatever the number of rows, and Postgres keeps its plan.
 *
 * The arrays are binary (`array_send` in PostgreSQL's src/backend/utils/adt/arrayfuncs.c), as Postgres then copies the
 * values where it would parse a text two or three times: a commit of 500 new contacts takes it 23 % less CPU than with
 * `json_to_recordset`, and one of a few the same.
 * @param columns the columns by name; a row without one has NULL there
 */
export function rowSet<Name extends string>(
  alias: string,
  columns: Readonly<Record<Name, ColumnType>>,
  rows: readonly { readonly [name in NoInfer<Name>]?: Value }[],
): RawBuilder<unknown> {
  const names = keysOf(columns);
  const arrays = names.map((name) => {
    const values = rows.map((row) => row[name]);
    const { bytes } = TYPES[columns[name]];
    return bytes === undefined ? textArray(values, columns[name] === "json") : numberArray(values, bytes);
  });
  // One template for all: Kysely takes as long for each part of a statement as for a whole one.
  const casts = names.map((name) => TYPES[columns[name]].cast);
  const end = `) as ${alias}(${names.map((name) => `"${name}"`).join(", ")})`;
  const parts = casts.map((cast, at) => `${cast}${at < casts.length - 1 ? ", " : end}`);
  return sql(templateOf(["unnest(", ...parts]), ...arrays);
}

function keysOf<Name extends string>(columns: Readonly<Record<Name, ColumnType>>): Name[] {
  // A record's own keys are its names.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return Object.keys(columns) as Name[];
}

/** What a tag is called with. Kysely reads the texts only. */
function templateOf(texts: string[]): TemplateStringsArray {
  return Object.assign(texts, { raw: texts });
}

/** How an array of the type is read, and the bytes of a value that is a number. */
const TYPES: Readonly<Record<ColumnType, { readonly bytes?: keyof typeof NUMBERS; readonly cast: string }>> =
  {
    id: { cast: `::text[] collate "C"` },
    text: { cast: "::text[]" },
    integer: { bytes: 4, cast: "::integer[]" },
    bigint: { bytes: 8, cast: "::bigint[]" },
    boolean: { cast: "::text[]::boolean[]" },
    date: { cast: "::text[]::date[]" },
    json: { cast: "::text[]::json[]" },
    jsonb: { cast: "::text[]::jsonb[]" },
  };

/** The numbers of types in pg_type, and what fits into each: `Number` holds no larger whole number exactly. */
const TEXT_OID = 25;
const NUMBERS = {
  4: { oid: 23, least: -(2 ** 31), most: 2 ** 31 - 1 },
  8: { oid: 20, least: Number.MIN_SAFE_INTEGER, most: Number.MAX_SAFE_INTEGER },
};

/** Before the elements: how many dimensions, whether there are NULLs, the type, the length, the first index. */
const HEADER_BYTES = 20;
const NULL_LENGTH = -1;
const LENGTH_BYTES = 4;
const COUNTED_FROM = 1_024;

/**
 * Stands for a text that Postgres can't hold: no UTF-8 has these bytes. It is refused (22021), as a text with a NUL is.
 * Node would write another character in place of half a surrogate pair.
 */
const NO_UTF8 = Buffer.from([0xed, 0xa0, 0x80]);
/** A NUL, or half of a surrogate pair, in JSON that `JSON.stringify` made. Type json takes it, and can't be read then. */
const UNREADABLE = /(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f])/;

function textArray(values: readonly Value[], isJson: boolean): Buffer {
  let size = HEADER_BYTES;
  for (const value of values) size += LENGTH_BYTES + (isNull(value) ? 0 : roomFor(String(value)));
  const array = startArray(size, TEXT_OID, values);
  let at = HEADER_BYTES;
  for (const value of values) {
    const start = at + LENGTH_BYTES;
    const length = isNull(value) ? NULL_LENGTH : writeText(array, String(value), start, isJson);
    array.writeInt32BE(length, at);
    at = start + Math.max(0, length);
  }
  return array.subarray(0, at);
}

/** No character of UTF-16 takes more than three bytes. To count them is worth it for long texts only. */
function roomFor(text: string): number {
  const most = 3 * text.length;
  return Math.max(NO_UTF8.length, most < COUNTED_FROM ? most : Buffer.byteLength(text));
}

function writeText(array: Buffer, text: string, at: number, isJson: boolean): number {
  const isHeld = text.isWellFormed() && !(isJson && text.includes("\\u") && UNREADABLE.test(text));
  return isHeld ? array.write(text, at, "utf8") : NO_UTF8.copy(array, at);
}

function numberArray(values: readonly Value[], bytes: keyof typeof NUMBERS): Buffer {
  const { oid, least, most } = NUMBERS[bytes];
  // One byte more for each, for those that don't fit.
  const array = startArray(HEADER_BYTES + values.length * (LENGTH_BYTES + bytes + 1), oid, values);
  let at = HEADER_BYTES;
  for (const value of values) {
    if (isNull(value)) {
      at = array.writeInt32BE(NULL_LENGTH, at);
      continue;
    }
    const number = Number(value);
    if (!Number.isInteger(number) || number < least || number > most) {
      // Too long for the type, so Postgres refuses it (22P03).
      at = array.writeInt32BE(bytes + 1, at) + bytes + 1;
      continue;
    }
    at = array.writeInt32BE(bytes, at);
    if (bytes === 8) at = array.writeInt32BE(Math.floor(number / 2 ** 32), at);
    // The lower half of a negative number is its two's complement.
    at = bytes === 8 ? array.writeUInt32BE(number >>> 0, at) : array.writeInt32BE(number, at);
  }
  return array.subarray(0, at);
}

function startArray(size: number, oid: number, values: readonly Value[]): Buffer {
  const array = Buffer.allocUnsafe(size);
  const hasNulls = values.some(isNull);
  let at = array.writeInt32BE(1);
  at = array.writeInt32BE(hasNulls ? 1 : 0, at);
  at = array.writeInt32BE(oid, at);
  at = array.writeInt32BE(values.length, at);
  array.writeInt32BE(1, at);
  return array;
}

function isNull(value: Value): value is null | undefined {
  return value === null || value === undefined;
}
