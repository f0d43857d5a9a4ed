/** What came in the time that is counted now. */
export interface Flow {
  /** Milliseconds since 1970. */
  readonly since: number;
  readonly count: number;
}

/** A batch of the page's own comes whole. */
export const MOST = 15_000;
/** In how many milliseconds. */
export const WITHIN_MS = 30_000;
/** How long the page rests then. */
export const REST_MS = 60_000;

/** Counts one more that came; what came longer ago counts no more. Pure. */
export function flowWith(flow: Flow, now: number): Flow {
  return now - flow.since > WITHIN_MS ? { since: now, count: 1 } : { ...flow, count: flow.count + 1 };
}

/**
 * Says whether so much comes that to show it costs the API more than it is worth: an import that goes on for long. On a
 * million contacts an open page took a sixth of its throughput (`npm run bench:console`).
 */
export const isFlood = ({ count }: Flow): boolean => count > MOST;
