import { readFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { startEmbeddedPostgres } from "@onefold/embedded";
import type { EmbeddedPostgres } from "@onefold/embedded";
import { sendSignal } from "./send-signal.ts";
import { findStablePort } from "./stable-port.ts";
import { startInTime, supervise } from "./supervise.ts";

/** The Postgres of a deployment, which can be killed, frozen and started again on its data. */
export interface PostgresServer extends AsyncDisposable {
  /** Of a superuser, past all proxies; the same through restarts. */
  readonly url: string;
  readonly port: number;
  /** Of the postmaster; undefined while it is down. */
  readonly pid: number | undefined;
  /** Sends the postmaster SIGKILL, SIGQUIT (immediate) or SIGINT (fast), and waits for its end; it stays down then. */
  kill(signal: NodeJS.Signals): Promise<void>;
  /** Starts it where it is down, and waits until it takes connections. */
  start(): Promise<void>;
  log(): string;
}

export interface PostgresServerOptions {
  readonly folder: string;
  readonly settings?: Readonly<Record<string, string>>;
}

/**
 * Smaller than in use, since many are started; durable like it. Nobody here is a person, so that its log can tell which
 * statements waited in a circle.
 */
const SETTINGS = {
  shared_buffers: "64MB",
  log_min_messages: "error",
  log_min_error_statement: "error",
  log_error_verbosity: "default",
};

export async function startPostgresServer(options: PostgresServerOptions): Promise<PostgresServer> {
  const port = await findStablePort();
  const settings = { ...SETTINGS, ...options.settings };
  let running: EmbeddedPostgres | undefined;
  let starting: Promise<EmbeddedPostgres> | undefined;
  /** Settles when what ran last has ended and let go of its folder. */
  let released: Promise<void> = Promise.resolve();
  let isWanted = true;

  async function start(): Promise<EmbeddedPostgres> {
    isWanted = true;
    if (running) return running;
    // One start at a time, whoever asks.
    starting ??= startAgain().finally(() => (starting = undefined));
    return starting;
  }

  async function startAgain(): Promise<EmbeddedPostgres> {
    await released;
    const started = await startEmbeddedPostgres({ dataDir: options.folder, port, settings });
    running = started;
    released = started.exited.then(async () => {
      running = undefined;
      await started[Symbol.asyncDispose]();
    });
    return started;
  }

  async function kill(signal: NodeJS.Signals): Promise<void> {
    isWanted = false;
    await starting?.catch(() => {});
    sendSignal(running?.pid, signal);
    // One that stands still ends by SIGKILL alone.
    if (signal !== "SIGKILL") sendSignal(running?.pid, "SIGCONT");
    await released;
  }

  const startServer = async () => void (await start());
  const { url, home, logFile } = await start();
  const supervisor = supervise({ isDown: () => isWanted && !running, start: startServer });
  return {
    url,
    port,
    get pid() {
      return running?.pid;
    },
    kill,
    start: () => startInTime(startServer),
    log: () => readIfThere(`${logFile}.1`) + readIfThere(logFile),
    async [Symbol.asyncDispose]() {
      await supervisor[Symbol.asyncDispose]();
      await kill("SIGQUIT");
      // Where Postgres' user can't reach the temporary folder.
      if (home !== options.folder) await rm(home, { recursive: true, force: true });
    },
  };
}

function readIfThere(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
