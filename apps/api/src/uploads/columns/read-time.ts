import type { DateOrder } from "@onefold/contract";

const CLOCK = String.raw`(?:[T ,]\s*(?<hour>\d{1,2}):(?<minute>\d{2})(?::(?<second>\d{2})(?:\.(?<fraction>\d{1,9}))?)?\s*(?<half>[ap]\.?m\.?)?\s*(?<zone>Z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2})?)?`;
const YEAR_FIRST = new RegExp(
  String.raw`^(?<year>\d{4})(?<by>[-/.])(?<month>\d{1,2})\k<by>(?<day>\d{1,2})${CLOCK}$`,
  "i",
);
const YEAR_LAST = new RegExp(
  String.raw`^(?<one>\d{1,2})(?<by>[-/.])(?<two>\d{1,2})\k<by>(?<year>\d{4})${CLOCK}$`,
  "i",
);
const TEXT_MAX = 60;

/** A date, and the time where one is given, as a file writes it. */
export interface FileDate {
  /** `YYYY-MM-DD` */
  readonly date: string;
  /** Milliseconds since 1970, by its own offset, else as UTC. */
  readonly instant: number;
  readonly hasTime: boolean;
  readonly hasOffset: boolean;
}

/**
 * A date of the calendar as files write it. One whose year comes last can be read only where it is said in which order
 * its parts stand: 03/04/2026 is two days.
 */
export function readFileDate(text: string, order?: DateOrder): FileDate | undefined {
  if (text.length > TEXT_MAX) return undefined;
  const groups = YEAR_FIRST.exec(text)?.groups ?? lastYear(text, order);
  if (!groups) return undefined;
  const { year = "", month = "", day = "" } = groups;
  const date = `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  const midnight = Date.parse(`${date}T00:00:00Z`);
  // 31 February is another day, and none of a file's.
  if (Number.isNaN(midnight) || new Date(midnight).toISOString().slice(0, 10) !== date) return undefined;
  const clock = readClock(groups);
  if (clock === undefined) return undefined;
  return {
    date,
    instant: midnight + clock,
    hasTime: groups["hour"] !== undefined,
    hasOffset: groups["zone"] !== undefined,
  };
}

/** Milliseconds since 1970 of a time as files write it: a date, with a time or without, or Unix time. */
export function readFileTime(text: string, order?: DateOrder): number | undefined {
  if (/^\d{13}$/.test(text)) return Number(text);
  if (/^\d{10}$/.test(text)) return Number(text) * 1_000;
  return readFileDate(text, order)?.instant;
}

type Groups = Record<string, string | undefined>;

function lastYear(text: string, order: DateOrder | undefined): Groups | undefined {
  if (order !== "DMY" && order !== "MDY") return undefined;
  const groups: Groups | undefined = YEAR_LAST.exec(text)?.groups;
  if (!groups) return undefined;
  const [day, month] = order === "DMY" ? [groups["one"], groups["two"]] : [groups["two"], groups["one"]];
  return { ...groups, day, month };
}

/** Milliseconds since midnight, UTC; undefined where there is no such time. */
function readClock(groups: Groups): number | undefined {
  const { hour = "0", minute = "0", second = "0", fraction = "0", half, zone } = groups;
  const twelve = half === undefined ? undefined : half.toLowerCase().startsWith("p") ? 12 : 0;
  const hours = twelve === undefined ? Number(hour) : (Number(hour) % 12) + twelve;
  if (hours > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  if (twelve !== undefined && (Number(hour) < 1 || Number(hour) > 12)) return undefined;
  const ms = Math.floor(Number(`0.${fraction}`) * 1_000);
  return ((hours * 60 + Number(minute)) * 60 + Number(second)) * 1_000 + ms - offsetOf(zone);
}

function offsetOf(zone: string | undefined): number {
  const found = /^([+-])(\d{2}):?(\d{2})?$/.exec(zone ?? "");
  if (!found) return 0;
  const minutes = Number(found[2]) * 60 + Number(found[3] ?? "0");
  return (found[1] === "-" ? -1 : 1) * minutes * 60_000;
}
