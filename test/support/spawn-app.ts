import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { setTimeout as sleep } from "node:timers/promises";

interface AppExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface SpawnedApp extends AsyncDisposable {
  readonly pid: number;
  /** Of the API; empty for a worker. */
  readonly url: string;
  readonly exited: Promise<AppExit>;
  /** All that it has written so far, stdout and stderr. */
  output(): string;
  /** Resolves when it has written a match, rejects when it ends without. */
  waitForOutput(pattern: RegExp): Promise<RegExpMatchArray>;
  /** Sends a signal, SIGTERM by default, and waits for the end. */
  kill(signal?: NodeJS.Signals): Promise<AppExit>;
}

export interface SpawnOptions {
  /** Another script than the app's main.ts, such as a worker with fault points. */
  readonly script?: URL;
}

/** The line of the log that says that it is up. */
const READY = { api: /"url":"([^"]+)","msg":"listening"/, worker: /"msg":"the worker takes chunks"/ };
const READY_MS = 30_000;
/** That of the command line: with hundreds of starts in a run it is minutes. */
const NODE_COMPILE_CACHE = fileURLToPath(new URL("../../node_modules/.cache/onefold", import.meta.url));

/** Starts an app as the process that it is in use, on a free port, and waits until it is ready. */
export async function spawnApp(
  app: "api" | "worker",
  env: Readonly<Record<string, string>>,
  options: SpawnOptions = {},
): Promise<SpawnedApp> {
  const script = options.script ?? new URL(`../../apps/${app}/src/main.ts`, import.meta.url);
  const child = spawn(process.execPath, [fileURLToPath(script)], {
    env: {
      PATH: process.env["PATH"] ?? "",
      NODE_COMPILE_CACHE,
      PORT: "0",
      LOG_LEVEL: "info",
      LOG_PRETTY: "0",
      ...env,
    },
    // By the channel it notices when the test process dies, and ends.
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  const { promise: exited, resolve } = Promise.withResolvers<AppExit>();
  child.once("exit", (code, signal) => resolve({ code, signal }));
  let output = "";
  let more = Promise.withResolvers<void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (chunk: string) => {
      output += chunk;
      more.resolve();
      more = Promise.withResolvers();
    });
  }
  // After its end and all of its output.
  let isClosed = false;
  child.once("close", () => {
    isClosed = true;
    more.resolve();
  });
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null;

  async function waitForOutput(pattern: RegExp): Promise<RegExpMatchArray> {
    for (;;) {
      const match = output.match(pattern);
      if (match) return match;
      if (isClosed) throw new Error(`The ${app} ended before it wrote ${pattern}:\n${output}`);
      await more.promise;
    }
  }

  async function waitUntilReady(url: string): Promise<void> {
    const deadline = Date.now() + READY_MS;
    while (!(await isReady(url))) {
      if (Date.now() > deadline || hasEnded()) throw new Error(`The ${app} is not ready:\n${output}`);
      await sleep(20);
    }
  }

  async function kill(signal: NodeJS.Signals = "SIGTERM"): Promise<AppExit> {
    if (!hasEnded()) child.kill(signal);
    // An open channel that is listened to would keep it alive.
    if (child.connected) child.disconnect();
    return exited;
  }

  try {
    const [, url = ""] = await waitForOutput(READY[app]);
    if (app === "api") await waitUntilReady(url);
    return {
      pid: child.pid ?? 0,
      url,
      exited,
      output: () => output,
      waitForOutput,
      kill,
      async [Symbol.asyncDispose]() {
        await kill();
      },
    };
  } catch (error) {
    await kill("SIGKILL");
    throw error;
  }
}

async function isReady(url: string): Promise<boolean> {
  const answer = await fetch(`${url}/readyz`).catch(() => undefined);
  await answer?.arrayBuffer();
  return answer?.status === 200;
}
