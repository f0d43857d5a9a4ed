import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import type { Bug } from "../bugs.ts";
import { copySources } from "../../sources/copy-sources.ts";

export interface Proved {
  /** 0 where nothing was found. */
  readonly code: number | null;
  readonly output: string;
}

/** Runs `npm run prove` on a copy of the sources with a bug in it, until something is found. */
export async function proveCopy({ edits, fault, backend, args = [] }: Bug): Promise<Proved> {
  await using copy = await copySources(edits);
  const options = ["--fault", fault, "--backend", backend, "--rounds", "6", "--clients", "10", "--fail-fast"];
  const child = spawn(
    process.execPath,
    [
      "test/prove/main.ts",
      ...options,
      "--settle-seconds",
      "20",
      "--round-seconds",
      "6",
      "--seed",
      "1",
      ...args,
    ],
    { cwd: copy.folder, stdio: ["ignore", "pipe", "pipe"] },
  );
  const exited = once(child, "exit");
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
  await exited;
  return { code: child.exitCode, output: `${err}\n${out}` };
}
