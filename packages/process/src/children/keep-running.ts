import { setTimeout as sleep } from "node:timers/promises";
import type { ChildExit, WatchedChild } from "./watch-child.ts";

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;
/** A process that ran this long has recovered from whatever ended it before. */
const RECOVERED_MS = 60_000;
/** A process that ends so often in a row before it is at work will not come up. */
const MOST_FAILED_STARTS = 5;

export interface KeepOptions {
  /** Told of each end by itself, and after which pause it is started again. */
  readonly onEnd: (exit: ChildExit, pauseMs: number) => void;
  /** Set where it is started again for ever once it has been at work. */
  readonly keepsTrying?: boolean;
}

export interface KeptRunning extends AsyncDisposable {
  /** Settles when the process is at work for the first time. */
  readonly up: Promise<void>;
  /** Settles only if the process doesn't come up, with how its last try ended. */
  readonly failed: Promise<ChildExit>;
}

/**
 * Runs a process until it is disposed of. If the process ends by itself, it starts it again, with growing pauses. If it
 * ends by itself at its very first start and says that it can't work, it isn't started again.
 */
export function keepRunning(
  start: () => WatchedChild,
  { onEnd, keepsTrying = false }: KeepOptions,
): KeptRunning {
  const stopping = new AbortController();
  const failed = Promise.withResolvers<ChildExit>();
  const up = Promise.withResolvers<void>();
  let current = startNext();
  const running = run();

  async function run(): Promise<void> {
    let pauseMs = FIRST_PAUSE_MS;
    let failedStarts = 0;
    let wasUp = false;
    for (;;) {
      const startedAt = Date.now();
      const exit = await current.exited;
      if (stopping.signal.aborted) return;
      wasUp ||= current.isUp();
      failedStarts = current.isUp() ? 0 : failedStarts + 1;
      const isHopeless = failedStarts === MOST_FAILED_STARTS && !(keepsTrying && wasUp);
      if (isHopeless || (!wasUp && exit.signal === null)) return failed.resolve(exit);
      if (Date.now() - startedAt > RECOVERED_MS) pauseMs = FIRST_PAUSE_MS;
      onEnd(exit, pauseMs);
      await sleep(pauseMs, undefined, { signal: stopping.signal }).catch(() => {});
      if (stopping.signal.aborted) return;
      pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS);
      current = startNext();
    }
  }

  function startNext(): WatchedChild {
    const child = start();
    void child.up.then(() => up.resolve());
    return child;
  }

  return {
    up: up.promise,
    failed: failed.promise,
    async [Symbol.asyncDispose]() {
      stopping.abort();
      await current[Symbol.asyncDispose]();
      await running;
    },
  };
}
