import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { readFile, rename } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { EmbeddedPostgresError } from "./errors.ts";
import { findFreePort } from "./find-free-port.ts";
import type { OsUser } from "./run-command.ts";
import { readPostmasterFile } from "./postmaster-file.ts";
import { spawnAs } from "./run-command.ts";
import { ourSettings } from "./settings.ts";

export interface Server extends AsyncDisposable {
  readonly port: number;
  readonly pid: number;
  readonly exited: Promise<void>;
}

interface StartOptions {
  home: string;
  binDir: string;
  user: OsUser | undefined;
  port: number | undefined;
  settings: Readonly<Record<string, string>> | undefined;
  logFile: string;
  signal: AbortSignal | undefined;
}

const FAST_MS = 30_000;
const IMMEDIATE_MS = 10_000;
/** How long the backends of a killed postmaster may take to notice that it is gone. */
const LEFTOVERS_MS = 20_000;
const BUSY_PORT = /could not bind .*Address already in use|could not create any TCP\/IP sockets/;
const LEFTOVERS = /shared memory block .* is still in use/;

/** Starts postgres on the cluster and waits until it accepts connections, also through a crash recovery. */
export async function startServer(options: StartOptions): Promise<Server> {
  const giveUp = Date.now() + LEFTOVERS_MS;
  for (let attempt = 1; ; attempt++) {
    const port = options.port ?? (await findFreePort());
    const server = await tryToStart(options, port);
    if (server !== undefined) return server;
    const complaint = await readComplaint(options.logFile);
    if (LEFTOVERS.test(complaint) && Date.now() < giveUp) {
      await sleep(250);
    } else if (!BUSY_PORT.test(complaint) || options.port !== undefined || attempt === 5) {
      throw refused(complaint, port, options.logFile);
    }
  }
}

async function tryToStart(options: StartOptions, port: number): Promise<Server | undefined> {
  options.signal?.throwIfAborted();
  const cluster = join(options.home, "cluster");
  const child = await spawnPostgres(options, cluster, port);
  const exited = new Promise<void>((resolve) => {
    child.once("exit", () => resolve());
    child.once("error", () => resolve());
  });
  const hasExited = () => child.pid === undefined || child.exitCode !== null || child.signalCode !== null;
  const server: Server = {
    port,
    pid: child.pid ?? 0,
    exited,
    [Symbol.asyncDispose]: () => stop(child, exited),
  };
  while (!hasExited()) {
    const said = await readPostmasterFile(cluster);
    if (said?.pid === child.pid && said?.status === "ready") return server;
    if (options.signal?.aborted === true) {
      await stop(child, exited);
      options.signal.throwIfAborted();
    }
    await sleep(25);
  }
  await exited;
  return undefined;
}

async function spawnPostgres(options: StartOptions, cluster: string, port: number): Promise<ChildProcess> {
  // The log of the last run explains how it ended, so one is kept.
  await rename(options.logFile, `${options.logFile}.1`).catch(() => {});
  const log = openSync(options.logFile, "w", 0o600);
  const flags = Object.entries({ ...ourSettings, ...options.settings }).flatMap(([name, value]) => [
    "-c",
    `${name}=${value}`,
  ]);
  try {
    return spawn(join(options.binDir, "postgres"), ["-D", cluster, "-p", String(port), ...flags], {
      ...spawnAs(options.user),
      cwd: "/",
      // It has a session of its own. Ctrl-C must reach us and not it, since who uses it stops first.
      detached: true,
      // The log is a file and no pipe, so that it can go on writing when we are killed.
      stdio: ["ignore", log, log],
    });
  } finally {
    closeSync(log);
  }
}

/** Stops it by a fast shutdown. The harder signals are for one that hangs, and cost a recovery at the next start. */
async function stop(child: ChildProcess, exited: Promise<void>): Promise<void> {
  const steps: readonly [NodeJS.Signals, number][] = [
    ["SIGINT", FAST_MS],
    ["SIGQUIT", IMMEDIATE_MS],
    ["SIGKILL", IMMEDIATE_MS],
  ];
  for (const [signal, deadlineMs] of steps) {
    child.kill(signal);
    if (await endsWithin(exited, deadlineMs)) return;
  }
}

async function endsWithin(exited: Promise<void>, deadlineMs: number): Promise<boolean> {
  const cancel = new AbortController();
  const late = sleep(deadlineMs, false, { signal: cancel.signal }).catch(() => false);
  const ended = await Promise.race([exited.then(() => true), late]);
  cancel.abort();
  return ended;
}

async function readComplaint(logFile: string): Promise<string> {
  const text = await readFile(logFile, "utf8").catch(() => "");
  const lines = text.split("\n").filter((line) => /FATAL|PANIC|ERROR|could not|in use/.test(line));
  return lines.join("\n");
}

function refused(complaint: string, port: number, logFile: string): EmbeddedPostgresError {
  if (BUSY_PORT.test(complaint)) {
    return new EmbeddedPostgresError(
      "PORT_BUSY",
      `Port ${port} of 127.0.0.1, meant for the embedded Postgres, is busy.`,
    );
  }
  const reason =
    complaint.split("\n")[0]?.replace(/^.*?(FATAL|PANIC|ERROR|LOG):\s*/, "") || "no reason given";
  return new EmbeddedPostgresError(
    "START_FAILED",
    `The embedded Postgres did not start (${reason}); its log is ${logFile}.`,
  );
}
