import type { Problem } from "./problem.ts";

export interface WatchdogOptions {
  everyMs?: number;
  /** How long this worker has had nothing to do; 0 while it handles a chunk. */
  idleMs(): number;
  oldestMs(): Promise<number | undefined>;
  nudge(): Promise<void>;
}

export interface Watchdog {
  /** A worker that nudging doesn't help should exit and be started again. */
  problems(): Problem[];
  stop(): void;
}

/** After so many nudges in vain it is a problem. */
const PATIENCE = 5;

/**
 * Looks whether chunks age while this worker idles, which is how a lost wake-up or a dead connection
 * shows itself: BullMQ says nothing then.
 */
export function startWatchdog(options: WatchdogOptions): Watchdog {
  const everyMs = options.everyMs ?? 5_000;
  let inVain = 0;
  let stopped = false;
  let timer = setTimeout(tick, everyMs);

  async function look(): Promise<void> {
    const oldest = await options.oldestMs();
    const stuck = oldest !== undefined && Math.min(oldest, options.idleMs()) > everyMs;
    inVain = stuck ? inVain + 1 : 0;
    if (stuck) await options.nudge();
  }

  async function tick(): Promise<void> {
    // A store that doesn't answer is another problem, and told by `problems()` of the consumer.
    await look().catch(() => undefined);
    if (!stopped) timer = setTimeout(tick, everyMs);
  }

  return {
    problems: () =>
      inVain < PATIENCE
        ? []
        : [
            {
              what: `Chunks have waited for over ${Math.round((inVain * everyMs) / 1_000)} s while this worker takes none.`,
              fix: "Restart this worker.",
            },
          ],
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
