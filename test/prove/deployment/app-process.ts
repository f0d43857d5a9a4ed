import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { WorkerPoint } from "@onefold/worker";
import { ROOT } from "../sources/link-modules.ts";
import { createTail } from "./tail.ts";

/** Where a process stops and waits to be killed. */
export type FaultPoint = "before-add" | "after-add" | WorkerPoint;

/** An end that nobody asked for, after which it was started again, or one that was asked for and didn't come. */
export interface OwnEnd {
  readonly name: string;
  readonly how: string;
  /** The last that it wrote. */
  readonly output: string;
}

/** An API or a worker: a handle that outlives the processes that run by it one after the other. */
export interface AppProcess extends AsyncDisposable {
  readonly app: "api" | "worker";
  /** "worker 2" */
  readonly name: string;
  /** Where it answers by itself, past any proxy: the API, or the worker's health. */
  readonly url: string;
  /** Undefined while none runs. */
  readonly pid: number | undefined;
  /** Of which tree of sources it is; the next start is of another that is given. */
  sources: string;
  /** Starts it, and doesn't wait until it is ready. One that runs stays. */
  start(options?: { readonly faultPoint?: FaultPoint }): void;
  /** Sends a signal and waits for the end; it stays down until it is started. */
  kill(signal?: NodeJS.Signals): Promise<void>;
  /** By SIGTERM and a new start, as a deploy does it; resolves when it is ready again. */
  restart(signal: AbortSignal): Promise<void>;
  freeze(): void;
  thaw(): void;
  /** Sets its clock off by so many milliseconds, until it is set right by 0. */
  setClock(offMs: number): void;
  isReady(): Promise<boolean>;
  /** Resolves when it has written such a line since its start, or false after the time. */
  hasWritten(pattern: RegExp, withinMs: number, signal: AbortSignal): Promise<boolean>;
  /** Why it isn't ready, as far as it says. */
  readiness(): Promise<string>;
  /** The last that it wrote. */
  output(): string;
}

export interface AppProcessOptions {
  readonly app: "api" | "worker";
  readonly name: string;
  readonly port: number;
  /** The tree that it is started from. */
  readonly sources: string;
  readonly env: Readonly<Record<string, string>>;
  /** For what it is told by a file. */
  readonly folder: string;
  /** Whether its clock can be set. */
  readonly hasClock: boolean;
  readonly onOwnEnd: (end: OwnEnd) => void;
}

const NODE_COMPILE_CACHE = join(ROOT, "node_modules/.cache/onefold");
const SCRIPTS = {
  plain: { api: "apps/api/src/main.ts", worker: "apps/worker/src/main.ts" },
  faulty: { api: "test/faults/support/faulty-api.ts", worker: "test/faults/support/faulty-worker.ts" },
} as const;
const SHIFT_CLOCK = new URL("shift-clock.ts", import.meta.url);
const PORT_VARIABLES = { api: "PORT", worker: "HEALTH_PORT" } as const;
/** Of a supervisor, between an end and the next start. */
const AGAIN_MS = 1_000;
/** Longer than its own deadlines let it stop. */
const PATIENCE_MS = 30_000;
const PROBE_MS = 3_000;
const POLL_MS = 100;

export function createAppProcess(options: AppProcessOptions): AppProcess {
  const { app, name, port } = options;
  const url = `http://127.0.0.1:${port}`;
  let { sources } = options;
  const clockFile = join(options.folder, `${name.replace(" ", "-")}.clock`);
  let child: ChildProcess | undefined;
  let exited: Promise<void> = Promise.resolve();
  let isWanted = false;
  let again: NodeJS.Timeout | undefined;
  let tail = createTail();

  function start({ faultPoint }: { faultPoint?: FaultPoint } = {}): void {
    isWanted = true;
    clearTimeout(again);
    if (child) return;
    const output = createTail();
    tail = output;
    const script = faultPoint ? join(ROOT, SCRIPTS.faulty[app]) : join(sources, SCRIPTS.plain[app]);
    const preload = options.hasClock ? [`--import=${SHIFT_CLOCK.href}`] : [];
    const started = spawn(process.execPath, [...preload, script], {
      env: {
        PATH: process.env["PATH"] ?? "",
        NODE_COMPILE_CACHE,
        LOG_LEVEL: "info",
        LOG_PRETTY: "0",
        ...options.env,
        CLOCK_FILE: clockFile,
        [PORT_VARIABLES[app]]: String(port),
        ...(faultPoint && { FAULT_POINT: faultPoint }),
      },
      // By the channel it notices when this process dies, and ends.
      stdio: ["ignore", "pipe", "pipe", "ipc"],
    });
    child = started;
    for (const stream of [started.stdout, started.stderr])
      stream?.setEncoding("utf8").on("data", output.write);
    const ended = Promise.withResolvers<void>();
    exited = ended.promise;
    let isOwn = false;
    started.once("exit", () => {
      child = undefined;
      isOwn = isWanted;
      if (isOwn) again = setTimeout(() => start(), AGAIN_MS);
      ended.resolve();
    });
    // After all of its output.
    started.once("close", (code, signal) => {
      if (isOwn) options.onOwnEnd({ name, how: `${code ?? signal}`, output: output.text() });
    });
  }

  async function kill(signal: NodeJS.Signals = "SIGKILL"): Promise<void> {
    isWanted = false;
    clearTimeout(again);
    const ending = child;
    if (!ending) return;
    ending.kill(signal);
    const late = setTimeout(() => {
      options.onOwnEnd({ name, how: `it didn't end by ${signal}`, output: tail.text() });
      ending.kill("SIGKILL");
    }, PATIENCE_MS);
    await exited;
    clearTimeout(late);
  }

  function send(signal: NodeJS.Signals): void {
    child?.kill(signal);
  }

  function setClock(offMs: number): void {
    if (!options.hasClock) return;
    // Never half written to who reads it.
    writeFileSync(`${clockFile}.new`, String(offMs));
    renameSync(`${clockFile}.new`, clockFile);
  }

  async function isReady(): Promise<boolean> {
    const answer = await ask();
    return answer?.status === 200;
  }

  async function ask(): Promise<{ status: number; text: string } | undefined> {
    try {
      const answer = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(PROBE_MS) });
      return { status: answer.status, text: await answer.text() };
    } catch {
      return undefined;
    }
  }

  async function readiness(): Promise<string> {
    if (!child) return "it doesn't run";
    const answer = await ask();
    return answer ? `${answer.status} ${answer.text}` : "it doesn't answer";
  }

  async function hasWritten(pattern: RegExp, withinMs: number, signal: AbortSignal): Promise<boolean> {
    const done = new AbortController();
    let isFound = false;
    using _finder = tail.find(pattern, () => {
      isFound = true;
      done.abort();
    });
    const either = AbortSignal.any([done.signal, signal]);
    await delay(withinMs, undefined, { signal: either }).catch(() => {});
    return isFound;
  }

  return {
    app,
    name,
    url,
    get pid() {
      return child?.pid;
    },
    get sources() {
      return sources;
    },
    set sources(next) {
      sources = next;
    },
    start,
    kill,
    async restart(signal) {
      await kill("SIGTERM");
      start();
      while (!(await isReady())) await delay(POLL_MS, undefined, { signal });
    },
    freeze: () => send("SIGSTOP"),
    thaw: () => send("SIGCONT"),
    setClock,
    isReady,
    hasWritten,
    readiness,
    output: () => tail.text(),
    [Symbol.asyncDispose]: () => kill("SIGKILL"),
  };
}
