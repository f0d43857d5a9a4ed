/** The pauses before each further attempt of a message, as Standard Webhooks suggests them. */
const RETRY_MS = [
  5_000,
  5 * 60_000,
  30 * 60_000,
  2 * 3_600_000,
  5 * 3_600_000,
  10 * 3_600_000,
  14 * 3_600_000,
  20 * 3_600_000,
  24 * 3_600_000,
] as const;

/** Nobody is waited for longer, whatever it asks for. */
const RETRY_AFTER_MAX_MS = 24 * 3_600_000;

/** After so many failures in a row a webhook is only probed. */
export const PROBED_AFTER = 5;
const FIRST_PROBE_MS = 5_000;
const LAST_PROBE_MS = 5 * 60_000;

/** A webhook without any success for so long is disabled. */
export const DISABLED_AFTER_MS = 3 * 86_400_000;

/**
 * Gives the pause before a message is tried again; undefined where it is given up. Random within a tenth, so that those
 * that failed together don't come back together. Pure.
 * @param tries how often it was tried, at least once
 * @param random from 0 to 1
 */
export function retryPauseMs(
  tries: number,
  { retryAfterMs = 0, random }: { readonly retryAfterMs?: number | undefined; readonly random: number },
): number | undefined {
  const pauseMs = RETRY_MS[tries - 1];
  if (pauseMs === undefined) return undefined;
  return Math.max(pauseMs * (0.9 + random / 5), Math.min(retryAfterMs, RETRY_AFTER_MAX_MS));
}

/** Gives the pause before a webhook is probed again that failed so often in a row. Pure. */
export function probePauseMs(failures: number, random: number): number {
  const doubled = FIRST_PROBE_MS * 2 ** Math.min(Math.max(0, failures - PROBED_AFTER), 20);
  return Math.min(LAST_PROBE_MS, doubled) * (0.9 + random / 5);
}

/** Says whether a webhook fails so that it is only probed. */
export function isProbed({ failures }: { readonly failures: number }): boolean {
  return failures >= PROBED_AFTER;
}

/** Says whether a webhook isn't to be looked at before its time, whatever comes. */
export function isPaused(webhook: {
  readonly failures: number;
  readonly nextAt?: number;
  readonly now: number;
}): boolean {
  return (
    webhook.failures > 0 && webhook.nextAt !== undefined && webhook.nextAt > webhook.now && isProbed(webhook)
  );
}
