const FIRST_MS = 250;
const LONGEST_MS = 15_000;
/** A timer takes no more, and ends a longer one at once. */
const TIMER_MS = 2 ** 31 - 1;
/** Those who are told the same time don't come back at the same moment. */
const SPREAD_MS = 250;

/**
 * Gives the pause before the next attempt: twice as long each time, of which half is random; never less than the service
 * asked for, as far as a timer goes.
 * @param attempt which one failed, from 1
 * @param random from 0 to 1
 */
export function pauseAfter(attempt: number, retryAfterMs: number | undefined, random: number): number {
  const full = Math.min(LONGEST_MS, FIRST_MS * 2 ** (attempt - 1));
  const own = full / 2 + (full / 2) * random;
  const pause = retryAfterMs === undefined ? own : Math.max(own, retryAfterMs + SPREAD_MS * random);
  return Math.min(TIMER_MS, Math.round(pause));
}

/** Reads `Retry-After`: seconds, or a date. It gives undefined for anything else. */
export function readRetryAfter(header: string | null, now: number): number | undefined {
  if (header === null || header.trim() === "") return undefined;
  const seconds = Number(header);
  if (Number.isFinite(seconds) && seconds >= 0) return seconds * 1_000;
  // JavaScript takes more for a date than HTTP does.
  const date = /^[A-Za-z]{3},/.test(header) ? Date.parse(header) : NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

/** @throws the reason of the signal */
export async function sleep(ms: number, signal: AbortSignal | undefined): Promise<void> {
  signal?.throwIfAborted();
  await new Promise<void>((resolve) => {
    const timer = setTimeout(done, ms);
    signal?.addEventListener("abort", done);
    function done(): void {
      clearTimeout(timer);
      signal?.removeEventListener("abort", done);
      resolve();
    }
  });
  signal?.throwIfAborted();
}
