import { COLUMNS_MAX, ENTITIES } from "@onefold/contract";
import type { DeclaredEntity, Entity } from "@onefold/contract";
import { isBlank, trimInvisible } from "@onefold/identity";
import { unescapeFormulas } from "../../csv/formulas.ts";
import { ApiError } from "../../errors/api-error.ts";
import { parseJson } from "../../request/parse-json.ts";
import { consentColumn } from "../consent/consent-column.ts";
import { readConsent, saysOptOut } from "../consent/read-consent.ts";
import type { GivenConsent } from "../consent/read-consent.ts";
import type { CellFields, ReadCells } from "../rows/csv-rows.ts";
import { isBlankCell } from "./blank-cell.ts";
import { placeMain, placePages } from "./place-values.ts";
import { inOrder } from "./map-columns.ts";
import type { Column } from "./map-columns.ts";
import { readEmails, firstOf } from "./read-emails.ts";
import { readTime, readValue } from "./read-value.ts";
import type { CellFormat } from "./read-value.ts";

export interface ReadCellsOptions extends CellFormat {
  /** Of a field that a cell of JSON gives: it isn't read. */
  readonly isLeftOut?: (name: string) => boolean;
}

/** Reads the cells of rows by their columns; empty ones, and those that say nothing, are left out. */
export function createReadCells(
  entity: Entity,
  columns: readonly Column[],
  options: ReadCellsOptions = {},
): ReadCells {
  const { isLeftOut = () => false } = options;
  const { consent }: DeclaredEntity = ENTITIES[entity];
  const ordered = inOrder(
    columns.map((column, index) => ({ ...column, index, put: putterOf(column, options) })),
  );
  // As our own export has it, and where the request says so, none of them is the first.
  const hasOtherEmails = columns.some(
    ({ header, field, rank }) => field?.isEmails && rank >= 0 && header !== field.name,
  );
  return (cells): CellFields | undefined => {
    if (cells.every(isBlank)) return undefined;
    const row: Row = { fields: {}, consents: [] };
    let problem = problemOf(cells, columns);
    for (const { index, put, isRest } of ordered) {
      const text = trimInvisible(cells[index] ?? "").trim();
      if (!put && !isRest) continue;
      if (isBlankCell(text)) continue;
      const value = unescapeFormulas(text);
      const told = isRest ? putRest(row.fields, value, isLeftOut) : put?.(row, value);
      problem ??= told;
    }
    putConsent(row, consent);
    placePages(entity, row.fields);
    if (hasOtherEmails) placeMain(entity, row.fields);
    return problem === undefined ? { fields: row.fields } : { problem, input: row.fields };
  };
}

/** What the cells of a row say so far. */
interface Row {
  readonly fields: Record<string, unknown>;
  readonly consents: { readonly text: string; readonly read: GivenConsent | undefined }[];
}

/** Puts a cell where it belongs. @returns what is wrong with it */
type Put = (row: Row, text: string) => string | undefined;

function putterOf({ header, field, mayTell }: Column, format: CellFormat): Put | undefined {
  if (!field) return mayTell ? putTold : undefined;
  const { name, type, more, idPrefix } = field;
  if (field.isConsent) {
    const isState = consentColumn(header) === "state";
    return ({ consents }, text) => {
      const read = readConsent(text, format.dates);
      if (read !== "blank" && (read || !isState)) consents.push({ text, read });
      return undefined;
    };
  }
  if (field.isList) {
    const split = field.isEmails ? readEmails : splitList;
    return ({ fields }, text) => putList(fields, name, split(text), text);
  }
  if (more)
    return ({ fields }, text) => {
      const [first = text, ...others] = readEmails(text);
      fields[name] = first;
      return others.length === 0 ? undefined : putList(fields, more.name, others, text);
    };
  const isGuess = header !== name && header !== "_id";
  return ({ fields }, text) => {
    if (Object.hasOwn(fields, name)) return undefined;
    // The id of another program names none of our records.
    if (idPrefix !== undefined && isGuess && !text.startsWith(idPrefix)) return undefined;
    const value = field.isTime
      ? readTime(text, format)
      : readValue(type, field.isOne ? firstOf(text) : text, format);
    // As of when it counts is what a column says that is called so; a guess must be a time.
    if (value !== undefined || !isGuess) fields[name] = value ?? text;
    return undefined;
  };
}

function putTold({ consents }: Row, text: string): undefined {
  if (saysOptOut(text)) consents.push({ text, read: { unsubscribed: true } });
}

/** What is wrong with the row as a whole. One that is too short has no more to say. */
function problemOf(cells: readonly string[], columns: readonly Column[]): string | undefined {
  const wrong = cells.findIndex((cell, index) => !isBlank(cell) && (columns[index]?.isNameless ?? true));
  if (wrong === -1) return undefined;
  if (wrong >= columns.length) return `The row has more values than the ${columns.length} columns.`;
  return `The row has a value in column ${wrong + 1}, which has no name.`;
}

/**
 * One opt-out is enough, whatever can't be read beside it, and the latest time counts. Without one, what can't be read
 * may be one: it is told where the row is judged.
 */
function putConsent({ fields, consents }: Row, name: string | undefined): void {
  if (name === undefined || consents.length === 0) return;
  const unread = consents.find(({ read }) => !read);
  const outs = consents.flatMap(({ read }) => (read?.unsubscribed ? [read] : []));
  const times = outs.flatMap(({ at }) => (at === undefined ? [] : [at]));
  if (unread && outs.length === 0) fields[name] = unread.text;
  else if (times.length > 0) fields[name] = new Date(Math.max(...times) / 1_000).toISOString();
  else fields[name] = outs.length > 0;
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
function putList(
  fields: Record<string, unknown>,
  name: string,
  given: readonly string[],
  text: string,
): string | undefined {
  const before = fields[name];
  if (typeof before === "string") {
    fields[name] = `${before};${text}`;
    return undefined;
  }
  // One by one into the same list: there can be a thousand columns of it.
  const values: unknown[] = Array.isArray(before) ? before : (fields[name] = []);
  for (const each of given) values.push(each);
  if (values.length <= COLUMNS_MAX) return undefined;
  fields[name] = values.join(";");
  return `The row has more than ${COLUMNS_MAX} values of ${name}.`;
}

function splitList(text: string): string[] {
  return text
    .split(/[;,]/)
    .map((each) => each.trim())
    .filter((each) => !isBlank(each));
}
