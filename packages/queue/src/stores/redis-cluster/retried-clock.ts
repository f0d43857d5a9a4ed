import { setTimeout as delay } from "node:timers/promises";
import { within } from "../../within.ts";
import type { ClockStore } from "../clock-store.ts";

const PAUSE_MS = 100;
/** A server that stands still answers nothing, and another one has its slots within seconds. */
const ATTEMPT_MS = 1_000;

/**
 * Makes a clock that asks again where the server that has it doesn't answer, until the time is over. Clocks that come too
 * late are left out: that harms nobody.
 * @param onFailed called before it asks again
 */
export function retriedClock(
  clock: ClockStore,
  { timeoutMs, onFailed }: { timeoutMs: number; onFailed: () => void },
): ClockStore {
  return {
    ...clock,
    async issueClocks(count, floor) {
      const deadline = performance.now() + timeoutMs;
      for (;;) {
        try {
          return await within(ATTEMPT_MS, clock.issueClocks(count, floor), () => new Error("no answer"));
        } catch (error) {
          if (performance.now() + PAUSE_MS >= deadline) throw error;
          onFailed();
          await delay(PAUSE_MS);
        }
      }
    },
  };
}
