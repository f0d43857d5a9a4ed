import { ApiError } from "../../errors/api-error.ts";
import { consentColumn } from "../consent/consent-column.ts";
import { columnProblems, quoted } from "./column-problems.ts";
import { isData } from "./find-header.ts";
import { comparable } from "../../names/comparable.ts";
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
  /** Of several columns of a field, the lowest that has a value in a row fills it. */
  readonly rank: number;
  /** Another column of the field goes before it. */
  readonly isFallback: boolean;
  /** No field is known for it: without `ignoreUnknown` it is refused. */
  readonly isUnknown?: true;
  /** It has no place, and nobody said that it means nothing: where a cell of it says "unsubscribed", it is one. */
  readonly mayTell?: true;
  /** It has no name, so no cell of it may have a value. */
  readonly isNameless: boolean;
  /** Its cells hold further fields, as JSON: a file of rejected rows has it where they gave more than it has columns. */
  readonly isRest: boolean;
}

const REST = "_input";
/** What the request says goes before all else. */
const MAPPED = -2;
const LAST = Number.MAX_SAFE_INTEGER;

/**
 * What each column fills, by the header and by what the request says. Several may fill one field: of e-mails they are
 * one and its additional ones, of any other field they are used in an order of their own.
 * @throws ApiError INVALID_CSV that names all columns that are wrong, INVALID_REQUEST for a wrong map
 */
export function mapColumns(header: readonly string[], known: KnownFields, options: ColumnOptions): Column[] {
  const mapped = readMap(header, known, options.map);
  const unknown: string[] = [];
  const unclear: string[] = [];
  const about: string[] = [];
  const vague = new Set<Column>();
  const all = header.map((name): Column => {
    const given = mapped.get(name);
    if (given) return column(name, given.field, MAPPED);
    if (isOurs(name)) return { ...column(name, undefined, LAST), isRest: name === REST };
    if (known.isPassedOver(name)) return column(name, undefined, LAST);
    const found = known.find(name);
    if (found) {
      const placed = column(name, found.field, found.rank);
      if (found.isVague) vague.add(placed);
      return placed;
    }
    const says = known.consent && consentColumn(name);
    if (says === "told" || says === "state") return column(name, known.consent, 1);
    if (says === "unclear") unclear.push(name);
    else if (says === "about") about.push(name);
    else if (name !== "") {
      unknown.push(name);
      return { ...column(name, undefined, LAST), isUnknown: true };
    }
    return column(name, undefined, LAST);
  });
  const clear = new Set(all.flatMap((each) => (each.field && !vague.has(each) ? [each.field.name] : [])));
  const columns = all.map((each) => {
    if (!each.field || !vague.has(each) || !clear.has(each.field.name)) return each;
    unknown.push(each.header);
    return column(each.header, undefined, LAST);
  });
  const isTold = columns.some(({ field }) => field?.isConsent);
  (isTold ? unknown : unclear).push(...about);
  if (header.some(isData) && columns.every(({ field }) => !field) && mapped.size === 0)
    throw new ApiError(
      "INVALID_CSV",
      "The first row tells of somebody, and names no columns: begin the CSV with a line such as email,firstName,lastName.",
    );
  const refused = options.ignoreUnknown ? [] : unknown;
  if (refused.length + unclear.length > 0) throw columnProblems(refused, unclear, known);
  return withFallbacks(
    columns.map((each) => (mayTell(each, mapped, known) ? { ...each, mayTell: true } : each)),
  );
}

function mayTell(
  { header, field }: Column,
  mapped: { has(header: string): boolean },
  known: KnownFields,
): boolean {
  if (field || header === "" || !known.consent || mapped.has(header)) return false;
  return !isOurs(header) && !known.isPassedOver(header);
}

/** Ours: what a file of results says of its rows beside what they gave. */
function isOurs(name: string): boolean {
  return name.startsWith("_") && name !== "_id";
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
  { map }: ColumnOptions,
): Column[] {
  const mapped = new Set(mappedNames(header, map).values());
  return withFallbacks(
    header.map((name, index): Column => {
      const field = before[index] ?? undefined;
      if (field === REST) return { ...column(name, undefined, LAST), isRest: true };
      if (field === undefined) {
        const left = column(name, undefined, LAST);
        return mayTell(left, mapped, known) ? { ...left, mayTell: true } : left;
      }
      const rank = mapped.has(name) ? MAPPED : (known.find(name)?.rank ?? 1);
      return column(name, known.named(field) ?? { name: field, isList: false }, rank);
    }),
  );
}

function column(header: string, field: ColumnField | undefined, rank: number): Column {
  return { header, field, rank, isFallback: false, isNameless: header === "" && !field, isRest: false };
}

function readMap(
  header: readonly string[],
  known: KnownFields,
  map: ColumnOptions["map"],
): ReadonlyMap<string, { field: ColumnField | undefined }> {
  const mapped = new Map<string, { field: ColumnField | undefined }>();
  const names = mappedNames(header, map);
  for (const [given, fieldName] of map) {
    const name = names.get(given);
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

/** The column that each map means. Once for each column, not for each pair of a column and a map. */
function mappedNames(header: readonly string[], map: ColumnOptions["map"]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  if (map.length === 0) return found;
  const names = new Set(header);
  const byComparable = new Map(header.toReversed().map((name) => [comparable(name), name]));
  byComparable.delete("");
  for (const [given] of map) {
    const name = names.has(given) ? given : byComparable.get(comparable(given));
    if (name !== undefined) found.set(given, name);
  }
  return found;
}

/** Of several columns of a field all but the first: further values of it, or to be used where that one is empty. */
function withFallbacks(columns: readonly Column[]): Column[] {
  const first = new Set<string>();
  const changed = new Map<Column, Column>();
  for (const each of inOrder(columns)) {
    const { field } = each;
    if (!field || field.isList || field.isConsent) continue;
    if (!first.has(field.name)) first.add(field.name);
    else if (field.more) changed.set(each, { ...each, field: field.more });
    else changed.set(each, { ...each, isFallback: true });
  }
  return columns.map((each) => changed.get(each) ?? each);
}

/** As they fill their fields. */
export function inOrder<C extends Pick<Column, "rank">>(columns: readonly C[]): C[] {
  return columns.toSorted((a, b) => a.rank - b.rank);
}
