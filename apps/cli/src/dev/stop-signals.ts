import { CliError } from "../cli-error.ts";

export interface StopSignals extends Disposable {
  /** Aborted by the first Ctrl-C, SIGTERM or hang-up. */
  readonly stop: AbortSignal;
  /** Aborted by a second one, from somebody who doesn't want to wait. */
  readonly force: AbortSignal;
}

/** The reason of `stop`. Nobody needs to be told of it. */
export class StoppedBySignal extends CliError {}

/** Under npm one Ctrl-C arrives twice: from the terminal, and from npm, which passes it on. */
const SAME_PRESS_MS = 1_000;

const PARENT_CHECK_MS = 250;

/**
 * Listens for the signals to stop, until it is disposed of. Under npm the end of the parent process is one of them: npm
 * sends SIGTERM to a shell, which ends and doesn't pass it on.
 */
export function listenForStop({ isUnderNpm }: { readonly isUnderNpm: boolean }): StopSignals {
  const stop = new AbortController();
  const force = new AbortController();
  let firstAt = 0;
  const onSignal = (from: "parent" | NodeJS.Signals) => {
    if (!stop.signal.aborted) {
      firstAt = Date.now();
      stop.abort(new StoppedBySignal("Stopped."));
    } else if (from !== "parent" && Date.now() - firstAt > SAME_PRESS_MS) {
      force.abort();
    }
  };
  const names = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  for (const name of names) process.on(name, onSignal);
  const parent = process.ppid;
  const watch = isUnderNpm
    ? setInterval(() => process.ppid !== parent && onSignal("parent"), PARENT_CHECK_MS)
    : undefined;
  return {
    stop: stop.signal,
    force: force.signal,
    [Symbol.dispose]() {
      clearInterval(watch);
      for (const name of names) process.off(name, onSignal);
    },
  };
}
