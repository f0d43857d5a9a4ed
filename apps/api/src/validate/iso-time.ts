import { z } from "zod";

const DateTime = z.iso.datetime({ offset: true });
const CalendarDate = z.iso.date();

/** Gives the milliseconds of an ISO 8601 date and time with its offset; undefined for anything else. */
export function readDateTime(text: string): number | undefined {
  return DateTime.safeParse(text).success ? Date.parse(text) : undefined;
}

/** Gives a date of the calendar, `YYYY-MM-DD`, as it came; undefined for anything else. */
export function readDate(text: string): string | undefined {
  return CalendarDate.safeParse(text).success ? text : undefined;
}
