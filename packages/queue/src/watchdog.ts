import type { Problem } from "@onefold/contract";
import { within } from "./within.ts";

export interface WatchdogOptions {
  /** How long chunks may wait while this worker takes none. Default 25,000. */
  patienceMs?: number | undefined;
  /** Says how long this worker has had nothing to do; 0 while it handles a chunk. */
  idleMs(): number;
  oldestMs(): Promise<number | undefined>;
  nudge(): Promise<void>;
  /** Called once when its patience is over: if nudging doesn't help a worker, it should end and be started again. */
  onStuck?(problem: Problem): void;
}

export interface Watchdog {
  problems(): Problem[];
  stop(): void;
}

/** After this many nudges without effect its patience is over. */
const NUDGES = 5;

/**
 * Looks whether chunks age while this worker idles. That is the only sign of a lost wake-up or a dead connection, as
 * BullMQ says nothing then.
 */
export function startWatchdog(options: WatchdogOptions): Watchdog {
  const everyMs = (options.patienceMs ?? 25_000) / NUDGES;
  let inVain = 0;
  let told = false;
  let stopped = false;
  let timer = setTimeout(tick, everyMs);

  async function look(): Promise<void> {
    const oldest = await options.oldestMs();
    if (stopped) return;
    const stuck = oldest !== undefined && Math.min(oldest, options.idleMs()) > everyMs;
    inVain = stuck ? inVain + 1 : 0;
    tellOnce();
    if (stuck) await within(everyMs, options.nudge(), () => new Error("the nudge hangs"));
  }

  function tellOnce(): void {
    const [problem] = problems();
    if (told || problem === undefined) return;
    told = true;
    options.onStuck?.(problem);
  }

  function problems(): Problem[] {
    if (inVain < NUDGES) return [];
    const seconds = Math.round((inVain * everyMs) / 1_000);
    return [
      {
        what: `Chunks have waited for over ${seconds} s while this worker takes none.`,
        fix: "Restart this worker.",
      },
    ];
  }

  async function tick(): Promise<void> {
    // A store that doesn't answer is another problem. The consumer's `problems()` tells it.
    await look().catch(() => undefined);
    if (!stopped) timer = setTimeout(tick, everyMs);
  }

  return {
    problems,
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
