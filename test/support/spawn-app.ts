import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { setTimeout as delay } from "node:timers/promises";
import { collectOutput } from "./collect-output.ts";
import { untilReady } from "./test-app.ts";
import type { TestApp } from "./test-app.ts";

interface AppExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** Its output is stdout and stderr. */
export interface SpawnedApp extends TestApp {
  readonly pid: number;
  readonly exited: Promise<AppExit>;
  /** Sends a signal, SIGTERM by default, and waits for the end. */
  kill(signal?: NodeJS.Signals): Promise<AppExit>;
}

export interface SpawnOptions {
  /** Another script than the app's main.ts, such as a worker with fault points. */
  readonly script?: URL;
}

/** The line of the log that says that it is up. */
const READY = { api: /"url":"([^"]+)","msg":"listening"/, worker: /"msg":"the worker takes chunks"/ };
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
  const output = collectOutput(app);
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding("utf8").on("data", output.write);
  // After its end and all of its output.
  child.once("close", output.close);
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null;

  async function kill(signal: NodeJS.Signals = "SIGTERM"): Promise<AppExit> {
    if (!hasEnded()) child.kill(signal);
    // An open channel that is listened to would keep it alive.
    if (child.connected) child.disconnect();
    return exited;
  }

  /** By SIGTERM alone, as an orchestrator does it. */
  async function stop(withinMs: number): Promise<void> {
    const early = await Promise.race([exited, delay(0)]);
    if (early)
      throw new Error(`The ${app} ended by itself (${early.code}, ${early.signal}):\n${output.text()}`);
    child.kill("SIGTERM");
    const end = await Promise.race([exited, delay(withinMs, undefined, { ref: false })]);
    if (!end) await kill("SIGKILL");
    if (end?.code !== 0)
      throw new Error(`The ${app} didn't stop as it should (${end?.code}):\n${output.text()}`);
  }

  try {
    const [, url = ""] = await output.waitFor(READY[app]);
    if (app === "api") await untilReady({ url, output: output.text }, () => !hasEnded());
    return {
      pid: child.pid ?? 0,
      url,
      exited,
      output: output.text,
      waitForOutput: output.waitFor,
      stop,
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
