import { setImmediate as nextTurn } from "node:timers/promises";

/** Long work that lets other requests be answered in between. */
export interface Turns {
  /** It has worked for as long as nobody notices: `give` now. */
  isOver(): boolean;
  give(): Promise<void>;
}

const TURN_MS = 10;

/**
 * Begins a turn.
 * @param now milliseconds, for tests
 */
export function createTurns(now: () => number = () => performance.now()): Turns {
  let since = now();
  return {
    isOver: () => now() - since >= TURN_MS,
    async give() {
      await nextTurn();
      since = now();
    },
  };
}
