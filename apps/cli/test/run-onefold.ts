import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

export interface OnefoldRun extends AsyncDisposable {
  readonly pid: number;
  output(): string;
  /** Resolves when it has written a match, rejects when it ends without. */
  waitFor(pattern: RegExp): Promise<RegExpMatchArray>;
  /** Its exit code once it has ended; null after a signal. */
  ended(): Promise<number | null>;
  kill(signal: NodeJS.Signals): void;
}

/** Runs the command line as a process, with only the given environment. */
export function runOnefold(args: readonly string[], env: Readonly<Record<string, string>>): OnefoldRun {
  const main = fileURLToPath(new URL("../src/main.ts", import.meta.url));
  const child = spawn(process.execPath, [main, ...args], {
    env: { PATH: process.env["PATH"] ?? "", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const closed = once(child, "close");
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
  }
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null;
  return {
    pid: child.pid ?? 0,
    output: () => output,
    async waitFor(pattern) {
      for (;;) {
        const match = output.match(pattern);
        if (match) return match;
        if (hasEnded()) throw new Error(`It ended without ${pattern}:\n${output}`);
        await sleep(20);
      }
    },
    async ended() {
      await closed;
      return child.exitCode;
    },
    kill: (signal) => {
      child.kill(signal);
    },
    async [Symbol.asyncDispose]() {
      if (!hasEnded()) child.kill("SIGTERM");
      await closed;
    },
  };
}
