import { setImmediate as nextTurn } from "node:timers/promises";

/** Pauses of long work, in which other requests are answered. */
export interface Pauses {
  /** It has worked for as long as nobody notices: `take` one now. */
  isDue(): boolean;
  take(): Promise<void>;
}

const WORK_MS = 10;

/** @param now milliseconds, for tests */
export function createPauses(now: () => number = () => performance.now()): Pauses {
  let since = now();
  return {
    isDue: () => now() - since >= WORK_MS,
    async take() {
      await nextTurn();
      since = now();
    },
  };
}
