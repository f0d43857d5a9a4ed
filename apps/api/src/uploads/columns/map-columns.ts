import type { ErrorDetail } from "@onefold/contract";
import { ApiError } from "../../errors/api-error.ts";
import { shorten } from "../../validate/problems.ts";
import { comparable } from "./comparable.ts";
import type { ColumnField, KnownFields } from "./known-fields.ts";

export interface ColumnOptions {
  /** By header; an empty field means: ignore the column. */
  readonly map: readonly (readonly [header: string, field: string])[];
  readonly ignoreUnknown: boolean;
}

export interface Column {
  readonly header: string;
  /** Undefined: ignored. */
  readonly field: ColumnField | undefined;
  /** It has no name, so no cell of it may have a value. */
  readonly isNameless: boolean;
  /** Its cells hold further fields, as JSON: a file of rejected rows has it where they gave more than it has columns. */
  readonly isRest: boolean;
}

const REST = "_input";
/** Of the columns that are wrong: told in the message, given a hint, listed. */
const TOLD_MAX = 10;
const HINTS_MAX = 10;
const DETAILS_MAX = 100;

/**
 * What each column fills, by the header and by what the request says.
 * @throws ApiError INVALID_CSV that names all columns that are wrong, INVALID_REQUEST for a wrong map
 */
export function mapColumns(header: readonly string[], known: KnownFields, options: ColumnOptions): Column[] {
  requireDistinct(header);
  const mapped = readMap(header, known, options.map);
  const unknown: string[] = [];
  const columns = header.map((name): Column => {
    const given = mapped.get(name);
    if (given) return { header: name, field: given.field, isNameless: false, isRest: false };
    // Ours: what a file of results says of its rows beside what they gave.
    if (name.startsWith("_") && name !== "_id")
      return { header: name, field: undefined, isNameless: false, isRest: name === REST };
    const field = known.find(name);
    if (!field && name !== "" && !options.ignoreUnknown) unknown.push(name);
    return { header: name, field, isNameless: name === "", isRest: false };
  });
  if (unknown.length > 0) throw unknownColumns(unknown, known);
  return withoutClashes(columns, mapped);
}

/** The field of each column, to be kept with the job. */
export function columnFieldsOf(columns: readonly Column[]): (string | null)[] {
  return columns.map(({ field, isRest }) => (isRest ? REST : (field?.name ?? null)));
}

/** What the columns meant before, whatever was registered, or deleted, since. */
export function columnsAsBefore(
  header: readonly string[],
  before: readonly (string | null)[],
  known: KnownFields,
): Column[] {
  return header.map((name, index): Column => {
    const field = before[index] ?? undefined;
    if (field === REST) return { header: name, field: undefined, isNameless: false, isRest: true };
    const named = field === undefined ? undefined : (known.named(field) ?? { name: field, isList: false });
    return { header: name, field: named, isNameless: name === "", isRest: false };
  });
}

function requireDistinct(header: readonly string[]): void {
  const seen = new Set<string>();
  const twice = new Set<string>();
  for (const name of header) {
    const key = name.toLowerCase();
    if (name !== "" && seen.has(key)) twice.add(name);
    seen.add(key);
  }
  if (twice.size === 0) return;
  const details = Array.from(twice, (name) =>
    detail(name, `${quoted(name)} stands twice among the columns.`),
  );
  throw problems(details, details.length, "Give each column a name of its own.");
}

function readMap(
  header: readonly string[],
  known: KnownFields,
  map: ColumnOptions["map"],
): ReadonlyMap<string, { field: ColumnField | undefined }> {
  const mapped = new Map<string, { field: ColumnField | undefined }>();
  if (map.length === 0) return mapped;
  const names = new Set(header);
  // Once for each column, not for each pair of a column and a map.
  const byComparable = new Map(header.toReversed().map((name) => [comparable(name), name]));
  byComparable.delete("");
  for (const [given, fieldName] of map) {
    const name = names.has(given) ? given : byComparable.get(comparable(given));
    if (name === undefined || name === "")
      throw new ApiError(
        "INVALID_REQUEST",
        `map names a column that the CSV doesn't have: ${quoted(given)}.`,
      );
    const field = fieldName === "" ? undefined : known.named(fieldName);
    if (fieldName !== "" && !field)
      throw new ApiError("INVALID_REQUEST", `map names a field that there isn't: ${quoted(fieldName)}.`);
    mapped.set(name, { field });
  }
  return mapped;
}

function unknownColumns(names: readonly string[], known: KnownFields): ApiError {
  const details = names.slice(0, DETAILS_MAX).map((name, index) => {
    const nearest = index < HINTS_MAX ? known.nearest(name) : undefined;
    const hint = nearest === undefined ? "." : `: did you mean ${nearest}?`;
    return detail(name, `There is no field for the column ${quoted(name)}${hint}`);
  });
  const [first = ""] = names;
  return problems(
    details,
    names.length,
    `Say what it is with map=${shorten(first)}:field, leave it out with map=${shorten(first)}: (nothing after the colon), ` +
      "or leave out all such columns with ignoreUnknownColumns=true. Custom fields are registered beforehand with POST /api/fields.",
  );
}

/** Several columns of e-mails are one and its additional ones; of any other field there can be one. */
function withoutClashes(columns: readonly Column[], mapped: ReadonlyMap<string, unknown>): Column[] {
  const first = new Map<string, Column>();
  const clashes: ErrorDetail[] = [];
  // What the request says comes first, then the column of the field's own name.
  const ranked = columns.toSorted((a, b) => rank(a, mapped) - rank(b, mapped));
  const changed = new Map<Column, Column>();
  for (const column of ranked) {
    const { field, header } = column;
    if (!field || field.isList) continue;
    const other = first.get(field.name);
    if (!other) first.set(field.name, column);
    else if (field.more) changed.set(column, { ...column, field: field.more });
    else
      clashes.push(detail(header, `${quoted(other.header)} and ${quoted(header)} both mean ${field.name}.`));
  }
  if (clashes.length > 0)
    throw problems(
      clashes,
      clashes.length,
      `Leave out one of them with map=${shorten(clashes[0]?.path ?? "")}: (nothing after the colon).`,
    );
  return columns.map((column) => changed.get(column) ?? column);
}

function rank({ header, field }: Column, mapped: ReadonlyMap<string, unknown>): number {
  return mapped.has(header) ? 0 : header === field?.name ? 1 : 2;
}

function quoted(name: string): string {
  return `"${shorten(name)}"`;
}

function detail(header: string, message: string): ErrorDetail {
  return { path: shorten(header), code: "INVALID_CSV", message };
}

/** @param count how many there are; the details needn't list all */
function problems(details: readonly ErrorDetail[], count: number, advice: string): ApiError {
  const told = details.slice(0, TOLD_MAX).map(({ message }) => message);
  const more = count > told.length ? ` And ${count - told.length} more.` : "";
  return new ApiError("INVALID_CSV", `${told.join(" ")}${more} ${advice}`, {
    details: details.slice(0, DETAILS_MAX),
  });
}
