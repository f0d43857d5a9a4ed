import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { setTimeout as delay } from "node:timers/promises";
import { findFreePort } from "@onefold/embedded";
import { endChild } from "../child/end-child.ts";
import { EXEC_ARGV } from "../child/start-child.ts";
import type { ChildOptions } from "../child/start-child.ts";

export interface RunningApi extends AsyncDisposable {
  readonly port: number;
}

/** Starts our API as it is in use, its log written to nowhere, and waits until it is ready. */
export async function startApi({ env, execArgv, signal }: ChildOptions): Promise<RunningApi> {
  const port = await findFreePort();
  const script = new URL("../../../apps/api/src/main.ts", import.meta.url);
  const child = fork(fileURLToPath(script), {
    env: { PATH: process.env["PATH"], ...env, PORT: String(port), HOST: "127.0.0.1" },
    execArgv: [...EXEC_ARGV, ...(execArgv ?? [])],
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  await using starting = new AsyncDisposableStack();
  starting.defer(() => endChild(child, signal));
  while (!(await isReady(port))) {
    if (child.exitCode !== null) throw new Error("the API ended before it was ready");
    await delay(50, undefined, { signal });
  }
  const lifetime = starting.move();
  return { port, [Symbol.asyncDispose]: () => lifetime.disposeAsync() };
}

async function isReady(port: number): Promise<boolean> {
  const answer = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => undefined);
  await answer?.arrayBuffer();
  return answer?.status === 200;
}
