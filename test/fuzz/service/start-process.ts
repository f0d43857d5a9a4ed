import { fork } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { READY } from "@onefold/process";
import { endChild } from "../../bench/child/end-child.ts";
import { EXEC_ARGV } from "../../bench/child/start-child.ts";
import type { Look } from "./look-process.ts";

/** An app as it is in use, but that it can be looked into. */
export interface LookedProcess extends AsyncDisposable {
  readonly pid: number;
  hasEnded(): boolean;
  look(): Promise<Look>;
  /** What it wrote, the first so many lines. */
  readonly log: readonly string[];
}

const LOG_LINES = 2_000;

export async function startProcess(
  app: "api" | "worker",
  env: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<LookedProcess> {
  const script = new URL(`../../../apps/${app}/src/main.ts`, import.meta.url);
  const looks = new URL("./look-process.ts", import.meta.url);
  const child = fork(fileURLToPath(script), {
    env: { PATH: process.env["PATH"], LOG_LEVEL: "warn", LOG_PRETTY: "0", ...env },
    execArgv: [...EXEC_ARGV, "--expose-gc", "--import", looks.href],
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  await using starting = new AsyncDisposableStack();
  starting.defer(() => endChild(child, signal));
  const log = keepLines(child);
  const ended = once(child, "exit").then(() => {
    throw new Error(`the ${app} ended:\n${log.join("\n")}`);
  });
  // Where nobody waits for it any more, it is looked for by `hasEnded`.
  ended.catch(() => {});
  await Promise.race([messageOf(child, isReady), ended]);
  const lifetime = starting.move();
  return {
    pid: child.pid ?? 0,
    log,
    hasEnded: () => child.exitCode !== null || child.signalCode !== null,
    async look() {
      const answer = messageOf(child, isLook);
      child.send("look");
      return await Promise.race([answer, ended]);
    },
    [Symbol.asyncDispose]: () => lifetime.disposeAsync(),
  };
}

function keepLines(child: ChildProcess): string[] {
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    let begun = "";
    stream?.setEncoding("utf8").on("data", (text: string) => {
      const parts = (begun + text).split("\n");
      begun = parts.pop() ?? "";
      for (const line of parts) if (lines.length < LOG_LINES) lines.push(line);
    });
  }
  return lines;
}

function messageOf<Message>(
  child: ChildProcess,
  is: (message: unknown) => message is Message,
): Promise<Message> {
  const { promise, resolve } = Promise.withResolvers<Message>();
  const onMessage = (message: unknown) => {
    if (!is(message)) return;
    child.off("message", onMessage);
    resolve(message);
  };
  child.on("message", onMessage);
  return promise;
}

function isReady(message: unknown): message is typeof READY {
  return message === READY;
}

function isLook(message: unknown): message is Look {
  return typeof message === "object" && message !== null && "stallMs" in message;
}
