import type { BodyRules } from "./body-rules.ts";
import type { Given } from "./given.ts";
import { readDate, readDateTime } from "./iso-time.ts";

/** Gives the microseconds of `observedAt`. A time past 2^53 is later than any clock anyway. */
export function readObservedAt(rules: BodyRules, given: Given): number | undefined {
  const text = given.text("observedAt")?.trim();
  if (text === undefined) return undefined;
  const instant = readDateTime(text) ?? midnight(text);
  if (instant !== undefined && instant >= 0) return Math.min(instant * 1_000, Number.MAX_SAFE_INTEGER);
  given.problems.add(
    "observedAt",
    rules.codeOf("observedAt"),
    'observedAt must be an ISO 8601 date since 1970, such as "2026-11-02T09:30:00Z".',
  );
  return undefined;
}

function midnight(text: string): number | undefined {
  const date = readDate(text);
  return date === undefined ? undefined : Date.parse(date);
}
