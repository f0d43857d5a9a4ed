const LOCALE = "en-GB";
const whole = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 0 });
const short = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 1 });

/** Writes a count: 1,234,567. */
export function count(number: number): string {
  return whole.format(number);
}

/** Writes a rate: whole from 10 on, else with a tenth. */
export function rate(perSecond: number): string {
  return `${(perSecond >= 10 ? whole : short).format(perSecond)}/s`;
}

const UNITS = [
  ["d", 86_400_000],
  ["h", 3_600_000],
  ["min", 60_000],
  ["s", 1_000],
] as const;

/** Writes how long something takes or took, by its largest unit: 350 ms, 4 s, 12 min. */
export function duration(ms: number): string {
  const [unit, size] = UNITS.find(([, each]) => ms >= each) ?? ["ms", 1];
  return `${whole.format(Math.floor(ms / size))} ${unit}`;
}

const time = new Intl.DateTimeFormat(LOCALE, { dateStyle: "medium", timeStyle: "medium" });

/** Writes a time in the browser's own time zone. */
export function fullTime(at: string | number): string {
  return time.format(new Date(at));
}

const timeOfDay = new Intl.DateTimeFormat(LOCALE, { timeStyle: "short" });
const toTheSecond = new Intl.DateTimeFormat(LOCALE, { timeStyle: "medium" });

/** Writes the time of the day in the browser's own time zone. */
export function dayTime(at: number, { seconds }: { readonly seconds: boolean }): string {
  return (seconds ? toTheSecond : timeOfDay).format(at);
}

/** Writes how long ago a time was, or how far ahead it is. */
export function ago(at: string | number, now: number): string {
  const ms = now - new Date(at).getTime();
  if (Math.abs(ms) < 1_000) return "now";
  return ms > 0 ? `${duration(ms)} ago` : `in ${duration(-ms)}`;
}

/** Writes a share of 1 as a percentage. It says 100% only of all. */
export function percent(share: number): string {
  return `${Math.floor(share * 100)}%`;
}
