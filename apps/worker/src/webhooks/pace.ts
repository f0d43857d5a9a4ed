/** How many messages of a webhook are under way at once, over all workers: it has one turn at a time. */
export const AT_ONCE = 8;
/** What is taken at once goes within about that: what comes for a message after it was taken is another message. */
const TAKEN_MS = 1_000;
const TAKEN_MAX = 64;
/** What is read at once goes within about that: who is erased is in no message that is read later. */
const READ_MS = 100;
/** More than that is hardly quicker, and a process holds it for each of its webhooks. */
const READ_MAX = 16;

/** How fast messages of a webhook go: of a quick one the work on each is a small part of that on many. */
export interface Pace {
  /** How many are taken at once, those under way among them. */
  readonly taken: number;
  /** How many bodies are read at once, where more than one message can be begun now. */
  readonly read: number;
}

/** Nothing is known of the receiver: what is taken and read is begun at once. */
export const SLOW: Pace = { taken: AT_ONCE, read: 1 };

/**
 * Gives the pace after some attempts. A receiver that has failed is slow. Pure.
 * @param elapsedMs how long they took together
 */
export function paceAfter(
  sent: readonly { readonly delivered: boolean; readonly durationMs: number }[],
  elapsedMs: number,
  before: Pace,
): Pace {
  if (sent.length === 0) return before;
  if (sent.some(({ delivered }) => !delivered)) return SLOW;
  const slowestMs = Math.max(1, ...sent.map(({ durationMs }) => durationMs));
  // Those of a slow one may have ended together, in no time.
  const perMs = Math.min(sent.length / Math.max(1, elapsedMs), AT_ONCE / slowestMs);
  const within = (ms: number) => Math.floor(perMs * ms);
  return {
    taken: Math.min(TAKEN_MAX, Math.max(SLOW.taken, within(TAKEN_MS))),
    read: Math.min(READ_MAX, Math.max(SLOW.read, within(READ_MS))),
  };
}
