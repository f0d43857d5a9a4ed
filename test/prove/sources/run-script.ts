import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import type { SourceCopy } from "./copy-sources.ts";

export interface ScriptRun {
  readonly code: number | null;
  /** What it wrote to stderr, and then to stdout. */
  readonly output: string;
}

/** Runs a script of a copy of the sources to its end. */
export async function runScript(
  { folder }: SourceCopy,
  script: string,
  args: readonly string[],
): Promise<ScriptRun> {
  const child = spawn(process.execPath, [script, ...args], {
    cwd: folder,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const exited = once(child, "exit");
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
  await exited;
  return { code: child.exitCode, output: `${err}\n${out}` };
}
