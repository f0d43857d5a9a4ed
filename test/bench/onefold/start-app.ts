import { fork } from "node:child_process";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { findFreePort } from "@onefold/embedded";
import { endChild } from "../child/end-child.ts";
import { EXEC_ARGV } from "../child/start-child.ts";
import type { ChildOptions } from "../child/start-child.ts";

export interface RunningApp extends AsyncDisposable {
  readonly pid: number;
  /** The API's own, and the worker's for its health. */
  readonly port: number;
}

const PORT_VARIABLES = { api: "PORT", worker: "HEALTH_PORT" } as const;

/** Starts an app as it is in use, its log written to nowhere, and waits until it is ready. */
export async function startApp(
  app: "api" | "worker",
  { env, execArgv, signal }: ChildOptions,
): Promise<RunningApp> {
  const port = await findFreePort();
  const script = new URL(`../../../apps/${app}/src/main.ts`, import.meta.url);
  const child = fork(fileURLToPath(script), {
    env: { PATH: process.env["PATH"], ...env, [PORT_VARIABLES[app]]: String(port) },
    execArgv: [...EXEC_ARGV, ...(execArgv ?? [])],
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  await using starting = new AsyncDisposableStack();
  starting.defer(() => endChild(child, signal));
  while (!(await isReady(port))) {
    if (child.exitCode !== null) throw new Error(`the ${app} ended before it was ready`);
    await delay(50, undefined, { signal });
  }
  const lifetime = starting.move();
  return { pid: child.pid ?? 0, port, [Symbol.asyncDispose]: () => lifetime.disposeAsync() };
}

async function isReady(port: number): Promise<boolean> {
  const answer = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => undefined);
  await answer?.arrayBuffer();
  return answer?.status === 200;
}
