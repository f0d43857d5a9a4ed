import { fork } from "node:child_process";
import { getCompileCacheDir } from "node:module";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { READY } from "@onefold/process";

export interface AppExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** An app in a process of its own. Disposing of it asks it to stop, and kills it after a deadline. */
export interface AppProcess extends AsyncDisposable {
  readonly exited: Promise<AppExit>;
  /** Says whether it has been at work. */
  isUp(): boolean;
}

export interface AppOptions {
  readonly app: "api" | "worker";
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Kills it at once. */
  readonly force: AbortSignal;
}

/** Longer than the apps' own deadlines. SIGKILL can cost an answer, never what was accepted. */
const STOP_MS = 30_000;

/**
 * There is room for what one round of requests leaves behind. So it is freed early instead of being copied to the old
 * generation: 91 instead of 103 µs per request. V8 gives no memory back in a short pause, since the requests after it
 * would cost up to twice as much. (packages/process/src/collect-when-idle.ts does it after a long pause.)
 */
const EXEC_ARGV = ["--max-semi-space-size=64", "--no-memory-reducer"];

/** The apps share this process's compile cache. Its folder has one for each version of Node. */
function compileCache(): Record<string, string> {
  const folder = getCompileCacheDir();
  return folder === undefined ? {} : { NODE_COMPILE_CACHE: dirname(folder) };
}

/** Starts an app's main.ts with plain node. */
export function startApp({ app, env, force }: AppOptions): AppProcess {
  const child = fork(fileURLToPath(import.meta.resolve(`@onefold/${app}/main`)), [], {
    env: { ...compileCache(), ...env },
    execArgv: EXEC_ARGV,
    // The app's log goes where ours goes. By the channel the app learns that we were killed, and stops.
    stdio: ["ignore", "inherit", "inherit", "ipc"],
    // Ctrl-C must reach only this process: the API has to stop first, while the worker still finishes what it waits
    // for.
    detached: true,
  });
  const { promise: exited, resolve } = Promise.withResolvers<AppExit>();
  child.once("exit", (code, signal) => resolve({ code, signal }));
  child.once("error", () => resolve({ code: 1, signal: null }));
  let isUp = false;
  child.on("message", (message) => {
    if (message === READY) isUp = true;
  });
  return {
    exited,
    isUp: () => isUp,
    async [Symbol.asyncDispose]() {
      child.kill("SIGTERM");
      // The app would live on as long as it listens to an open channel.
      if (child.connected) child.disconnect();
      const over = new AbortController();
      const late = sleep(STOP_MS, undefined, { signal: AbortSignal.any([over.signal, force]) }).catch(
        () => {},
      );
      const inTime = await Promise.race([exited.then(() => true), late.then(() => false)]);
      over.abort();
      if (!inTime) child.kill("SIGKILL");
      await exited;
    },
  };
}
