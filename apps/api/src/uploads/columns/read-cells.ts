import { COLUMNS_MAX } from "@onefold/contract";
import type { FieldType } from "@onefold/contract";
import { isBlank, trimInvisible } from "@onefold/identity";
import { unescapeFormulas } from "../../csv/formulas.ts";
import { ApiError } from "../../errors/api-error.ts";
import { parseJson } from "../../request/parse-json.ts";
import type { CellFields, ReadCells } from "../rows/csv-rows.ts";
import type { Column } from "./map-columns.ts";

/**
 * Reads the cells of rows by their columns; empty ones are left out.
 * @param isLeftOut of a field that a cell of JSON gives: it isn't read
 */
export function createReadCells(
  columns: readonly Column[],
  isLeftOut: (name: string) => boolean = () => false,
): ReadCells {
  return (cells): CellFields | undefined => {
    const fields: Record<string, unknown> = {};
    let hasValue = false;
    let problem: string | undefined;
    cells.forEach((cell, index) => {
      if (isBlank(cell)) return;
      const text = trimInvisible(cell).trim();
      hasValue = true;
      const column = columns[index];
      if (!column) problem ??= `The row has more values than the ${columns.length} columns.`;
      else if (column.isNameless)
        problem ??= `The row has a value in column ${index + 1}, which has no name.`;
      else if (column.isRest) problem ??= putRest(fields, unescapeFormulas(text), isLeftOut);
      else if (column.field?.isList) {
        const tooMany = putList(fields, column.field.name, unescapeFormulas(text));
        problem ??= tooMany;
      } else if (column.field) fields[column.field.name] = valueOf(column.field.type, unescapeFormulas(text));
    });
    if (!hasValue) return undefined;
    if (cells.length < columns.length)
      problem ??= `The row has ${cells.length} of ${columns.length} values: a delimiter or a quote is missing.`;
    return problem === undefined ? { fields } : { problem, input: fields };
  };
}

/** @returns what is wrong with the cell. A column of the field's own goes before. */
function putRest(
  fields: Record<string, unknown>,
  text: string,
  isLeftOut: (name: string) => boolean,
): string | undefined {
  try {
    for (const [name, value] of Object.entries(parseJson(text, "The cell _input")))
      if (!Object.hasOwn(fields, name) && !isLeftOut(name)) fields[name] = value;
    return undefined;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return error.message;
  }
}

/**
 * Adds a cell's values to the list of its field.
 * @returns what is wrong where they are more than a body may give: the field is then the text of its cells, since a
 * hundred thousand values fit into a row, and everything that looks at them would take long
 */
function putList(fields: Record<string, unknown>, name: string, text: string): string | undefined {
  const before = fields[name];
  if (typeof before === "string") {
    fields[name] = `${before};${text}`;
    return undefined;
  }
  // One by one into the same list: there can be a thousand columns of it.
  const values: unknown[] = Array.isArray(before) ? before : (fields[name] = []);
  for (const each of text.split(/[;,]/)) if (!isBlank(each)) values.push(each.trim());
  if (values.length <= COLUMNS_MAX) return undefined;
  fields[name] = values.join(";");
  return `The row has more than ${COLUMNS_MAX} values of ${name}.`;
}

/** A text in the JSON type of its field; one that isn't such a value stays text, which is told with the field's type. */
function valueOf(type: FieldType | undefined, text: string): unknown {
  if (type === "number" && NUMBER.test(text)) return Number(text);
  if (type === "boolean" && /^true$/i.test(text)) return true;
  if (type === "boolean" && /^false$/i.test(text)) return false;
  return text;
}

const NUMBER = /^[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
