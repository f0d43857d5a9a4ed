import { InvalidArgumentError } from "commander";

export type Since = { readonly agoMs: number } | { readonly at: number };

const SECOND_MS = 1_000;
const UNITS: Readonly<Record<string, number>> = {
  s: SECOND_MS,
  m: 60 * SECOND_MS,
  h: 3_600 * SECOND_MS,
  d: 86_400 * SECOND_MS,
};
/** A day, which begins in UTC, or a moment with its time zone. */
const ISO = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?(?:Z|[+-]\d{2}:?\d{2}))?$/i;
const WITHOUT_ZONE = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?$/i;

/** Reads a number and a unit, such as `90m`, as milliseconds. */
export function readSpan(text: string): number {
  const ms = spanOf(text);
  if (ms === undefined) throw new InvalidArgumentError("It takes a number and a unit: 90m, 24h or 7d.");
  return ms;
}

/** Reads a span back from now, or a time: `24h`, `2026-11-25`, `2026-11-25T08:00:00Z`. */
export function readSince(text: string, now = Date.now()): Since {
  const agoMs = spanOf(text);
  if (agoMs !== undefined) return { agoMs };
  const day = text.slice(0, 10);
  if (WITHOUT_ZONE.test(text))
    throw new InvalidArgumentError(
      `A time says its zone: ${text.replace(" ", "T")}Z, or with +02:00 at its end.`,
    );
  const at = ISO.test(text) && isDay(day) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(at))
    throw new InvalidArgumentError(
      "It takes a span or a time: 90m, 24h, 7d, 2026-11-25 or 2026-11-25T08:00:00Z.",
    );
  if (at >= now) throw new InvalidArgumentError(`${new Date(at).toISOString()} isn't over yet.`);
  return { at };
}

/** Says whether the day exists. `Date` takes February 30 for March 2. */
function isDay(day: string): boolean {
  const at = Date.parse(day);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(day);
}

function spanOf(text: string): number | undefined {
  const [, count, unit = ""] = /^(\d{1,6})([smhd])$/.exec(text) ?? [];
  const ms = Number(count) * (UNITS[unit] ?? Number.NaN);
  return ms > 0 ? ms : undefined;
}
