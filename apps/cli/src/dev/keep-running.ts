import { setTimeout as sleep } from "node:timers/promises";
import type { AppExit, AppProcess } from "./app-process.ts";

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;
/** One that ran this long has recovered from whatever it was. */
const RECOVERED_MS = 60_000;

/** Runs a process, and starts it again with growing pauses when it ends by itself, until it is disposed of. */
export function keepRunning(
  start: () => AppProcess,
  onEnd: (exit: AppExit, pauseMs: number) => void,
): AsyncDisposable {
  const stopping = new AbortController();
  let current = start();
  const running = run();

  async function run(): Promise<void> {
    let pauseMs = FIRST_PAUSE_MS;
    for (;;) {
      const startedAt = Date.now();
      const exit = await current.exited;
      if (stopping.signal.aborted) return;
      if (Date.now() - startedAt > RECOVERED_MS) pauseMs = FIRST_PAUSE_MS;
      onEnd(exit, pauseMs);
      await sleep(pauseMs, undefined, { signal: stopping.signal }).catch(() => {});
      if (stopping.signal.aborted) return;
      pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS);
      current = start();
    }
  }

  return {
    async [Symbol.asyncDispose]() {
      stopping.abort();
      await current[Symbol.asyncDispose]();
      await running;
    },
  };
}
