import type { DateOrder, Decimal, FieldType } from "@onefold/contract";
import { readBoolean } from "./read-boolean.ts";
import { readFileDate } from "./read-time.ts";

/** How the file writes numbers and dates, where the request says it. */
export interface CellFormat {
  readonly decimal?: Decimal | undefined;
  readonly dates?: DateOrder | undefined;
}

/** A text in the JSON type of its field; one that isn't such a value stays text, which is told with the field's type. */
export function readValue(type: FieldType | undefined, text: string, format: CellFormat): unknown {
  if (type === "number") return readNumber(text, format.decimal) ?? text;
  if (type === "boolean") return readBoolean(text) ?? text;
  if (type === "date") return dateOf(text, format.dates) ?? text;
  if (type === "datetime") return instantOf(text, format.dates) ?? text;
  return text;
}

const PLAIN = /^[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
/** Thousands are told from decimals only where it is said which is which. */
const GROUPED = {
  ",": /^[+-]?(?:\d+|\d{1,3}(?:[.\u0020'\u2019\u00a0\u202f]\d{3})+)(?:,\d+)?$/,
  ".": /^[+-]?(?:\d+|\d{1,3}(?:[,\u0020'\u2019\u00a0\u202f]\d{3})+)(?:\.\d+)?$/,
};

/** A time as ISO 8601 has it, or a day; undefined where it is neither, or may be that of another offset. */
export function readTime(text: string, { dates }: CellFormat): string | undefined {
  const read = readFileDate(text, dates);
  return read && (read.hasTime ? instantOf(text, dates) : read.date);
}

function readNumber(text: string, decimal: Decimal | undefined): number | undefined {
  if (decimal === undefined) return PLAIN.test(text) ? Number(text) : undefined;
  if (!GROUPED[decimal].test(text)) return undefined;
  const [whole = "", part] = text.split(decimal);
  const digits = whole.replace(/[^\d+-]/g, "");
  return Number(part === undefined ? digits : `${digits}.${part}`);
}

/** Midnight, as spreadsheets write days, is the day. */
function dateOf(text: string, dates: DateOrder | undefined): string | undefined {
  const read = readFileDate(text, dates);
  return read && (!read.hasTime || /[T ,]\s*00?:00(?::00(?:\.0+)?)?$/.test(text)) ? read.date : undefined;
}

/**
 * Only with its offset, unless the request says how the file writes its dates: then one without is UTC's. Everything
 * that is no such time stays as it is, and is judged as a single request's.
 */
function instantOf(text: string, dates: DateOrder | undefined): string | undefined {
  const read = readFileDate(text, dates);
  if (!read || !(read.hasOffset || (dates !== undefined && read.hasTime))) return undefined;
  return new Date(read.instant).toISOString();
}
