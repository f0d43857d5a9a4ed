/** The longest pause that a receiver's word is taken for: a day. */
export const MAX_RETRY_AFTER_MS = 86_400_000;

/** Reads how long a receiver asks to be left alone: seconds or a date, at most a day. What is neither says nothing. */
export function readRetryAfter(header: string | undefined, now: Date): number | undefined {
  if (header === undefined) return undefined;
  const text = header.trim();
  const ms = /^\d+$/.test(text) ? Number(text) * 1000 : dateOf(text) - now.getTime();
  return Number.isNaN(ms) ? undefined : Math.min(Math.max(ms, 0), MAX_RETRY_AFTER_MS);
}

/** A date as HTTP writes it: Date.parse alone takes much that is none. */
function dateOf(text: string): number {
  return text.endsWith(" GMT") ? Date.parse(text) : Number.NaN;
}
