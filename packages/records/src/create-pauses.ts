import { setImmediate as nextTurn } from "node:timers/promises";

/** Pauses of long work, in which other requests are answered. */
export interface Pauses {
  /** Says whether a pause is due: the work has taken as long as nobody notices. Then call `take`. */
  isDue(): boolean;
  take(): Promise<void>;
}

const WORK_MS = 10;

/** @param now milliseconds; tests set it */
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
