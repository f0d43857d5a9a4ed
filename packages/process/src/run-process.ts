import type { Logger } from "pino";
import { collectWhenIdle } from "./collect-when-idle.ts";
import { createLog } from "./create-log.ts";
import type { Log } from "./create-log.ts";
import { StartError } from "./start-error.ts";
import { untilStopped } from "./until-stopped.ts";

/** What the environment tells every process. */
export interface ProcessConfig {
  readonly LOG_LEVEL: string;
  readonly LOG_PRETTY?: string | undefined;
}

export interface RunningProcess<Config> {
  readonly config: Config;
  readonly log: Logger;
  /** Settles with the reason when the process is told to stop. */
  readonly stopped: Promise<string>;
  /** Aborted when the process is told to stop, for what waits at the start. */
  readonly stop: AbortSignal;
  /** Tells the process that started this one, if it listens, that this one is at work now. */
  readonly ready: () => void;
}

/**
 * Runs a process from its config to its end. A StartError is one sentence on stderr and exit code 1. Anything else that
 * it throws is logged, with the same code.
 */
export async function runProcess<Config extends ProcessConfig>(
  readConfig: () => Config,
  run: (running: RunningProcess<Config>) => Promise<void>,
): Promise<void> {
  try {
    const config = readConfig();
    using _collector = collectWhenIdle();
    await using logging = createLog({
      level: config.LOG_LEVEL,
      ...(config.LOG_PRETTY && { pretty: config.LOG_PRETTY === "1" }),
    });
    using _uncaught = endIfUncaught(logging);
    await runLogged(config, logging.log, run);
  } catch (error) {
    if (!(error instanceof StartError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}

/**
 * Ends the process at an error that nobody catches. Node would end it too, but print the whole error, with the row that
 * Postgres quotes in it.
 */
function endIfUncaught({ log, flush }: Log): Disposable {
  const end = (error: unknown) => {
    log.fatal({ err: error }, "ended by an error that nobody caught");
    flush();
    process.exit(1);
  };
  process.on("uncaughtException", end);
  return { [Symbol.dispose]: () => void process.off("uncaughtException", end) };
}

async function runLogged<Config>(
  config: Config,
  log: Logger,
  run: (running: RunningProcess<Config>) => Promise<void>,
): Promise<void> {
  const stopping = new AbortController();
  const stopped = untilStopped().finally(() => stopping.abort());
  try {
    await run({ config, log, stopped, stop: stopping.signal, ready: sayReady });
  } catch (error) {
    // It was told to stop while it waited for its stores.
    if (stopping.signal.aborted && error instanceof Error && error.name === "AbortError") return;
    if (error instanceof StartError) throw error;
    log.fatal({ err: error }, "stopped by an error");
    process.exitCode = 1;
  } finally {
    // If the process ends before it was told to, the listener for its parent's end would keep it alive.
    process.channel?.unref();
  }
}

/** Sends the message to the parent, if this process was forked. The parent may listen no more. */
function sayReady(): void {
  if (process.connected) process.send?.(READY, () => {});
}

/** A process sends this to its parent when it is at work. */
export const READY = "ready";
