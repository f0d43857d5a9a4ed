import type { ChildProcess } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { READY } from "../run-process.ts";

export interface ChildExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A forked process. Disposing of it asks it to stop, and kills it after a deadline. */
export interface WatchedChild extends AsyncDisposable {
  readonly exited: Promise<ChildExit>;
  /** Settles when it says that it is at work. */
  readonly up: Promise<void>;
  /** Says whether it has been at work. */
  isUp(): boolean;
}

export interface WatchOptions {
  /** Kills it at once. */
  readonly force?: AbortSignal | undefined;
  /** Set where it needs its channel to stop in peace, as a process of a cluster does. */
  readonly keepsChannel?: boolean;
  /** How long it may take to stop, in milliseconds. The default is longer than any app's own deadline. */
  readonly stopMs?: number;
}

/**
 * Longer than the apps' own deadlines (a worker's DRAIN_MS can be set to more). SIGKILL can cost an answer, never what
 * was accepted.
 */
const STOP_MS = 75_000;

/** Watches a process that was just forked and that runs by `runProcess`. */
export function watchChild(
  child: ChildProcess,
  { force, keepsChannel = false, stopMs = STOP_MS }: WatchOptions = {},
): WatchedChild {
  const { promise: exited, resolve } = Promise.withResolvers<ChildExit>();
  const { promise: up, resolve: isAtWork } = Promise.withResolvers<void>();
  child.once("exit", (code, signal) => resolve({ code, signal }));
  // A message that can't be sent is an error too, and no end.
  child.on("error", () => {
    if (child.pid === undefined) resolve({ code: 1, signal: null });
  });
  let isUp = false;
  child.on("message", (message) => {
    if (message !== READY) return;
    isUp = true;
    isAtWork();
  });
  return {
    exited,
    up,
    isUp: () => isUp,
    async [Symbol.asyncDispose]() {
      child.kill("SIGTERM");
      // The app would live on as long as it listens to an open channel.
      if (child.connected && !keepsChannel) child.disconnect();
      const over = new AbortController();
      const signal = force ? AbortSignal.any([over.signal, force]) : over.signal;
      const late = sleep(stopMs, undefined, { signal }).catch(() => {});
      const inTime = await Promise.race([exited.then(() => true), late.then(() => false)]);
      over.abort();
      if (!inTime) child.kill("SIGKILL");
      await exited;
    },
  };
}
