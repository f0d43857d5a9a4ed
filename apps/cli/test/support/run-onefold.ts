import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

export interface OnefoldRun extends AsyncDisposable {
  readonly pid: number;
  output(): string;
  /** Without what goes to stderr. */
  stdout(): string;
  /** Resolves when it has written a match, rejects when it ends without. */
  waitFor(pattern: RegExp): Promise<RegExpMatchArray>;
  /** Its exit code once it has ended; null after a signal. */
  ended(): Promise<number | null>;
  kill(signal: NodeJS.Signals): void;
}

export interface RunOptions {
  /** What it is given to read. */
  readonly stdin?: string | undefined;
  /** A command of the shell that reads its stdout. */
  readonly reader?: string | undefined;
  /** Whether its output is a terminal. */
  readonly terminal?: boolean;
}

/** Runs the command line as a process, with only the given environment. */
export function runOnefold(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  { stdin, reader, terminal = false }: RunOptions = {},
): OnefoldRun {
  const main = fileURLToPath(new URL("../../src/main.ts", import.meta.url));
  const command = [process.execPath, main, ...args];
  const [program = "", ...rest] = terminal
    ? onTerminal(command)
    : reader === undefined
      ? command
      : piped(command, reader);
  const child = spawn(program, rest, {
    env: { PATH: process.env["PATH"] ?? "", ...env },
    stdio: [stdin === undefined ? "ignore" : "pipe", "pipe", "pipe"],
  });
  child.stdin?.end(stdin);
  const closed = once(child, "close");
  let output = "";
  let stdout = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (text: string) => {
      output += text;
      if (stream === child.stdout) stdout += text;
    });
  }
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null;
  return {
    pid: child.pid ?? 0,
    output: () => output,
    stdout: () => stdout,
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

/** By `script` of util-linux, which ends with the exit code of the command. */
function onTerminal(command: readonly string[]): string[] {
  const quoted = command.map((word) => `'${word.replaceAll("'", String.raw`'\''`)}'`);
  return ["script", "-qefc", quoted.join(" "), "/dev/null"];
}

/** Ends with the exit code of the command, not with that of its reader. */
function piped(command: readonly string[], reader: string): string[] {
  return ["bash", "-c", `"$@" | ${reader}; exit \${PIPESTATUS[0]}`, "--", ...command];
}
