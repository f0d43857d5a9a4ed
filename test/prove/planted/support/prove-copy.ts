import type { Bug } from "../bugs.ts";
import { copySources } from "../../sources/copy-sources.ts";
import { runScript } from "../../sources/run-script.ts";
import type { ScriptRun } from "../../sources/run-script.ts";

/** Runs `npm run prove` on a copy of the sources with a bug in it, until something is found. */
export async function proveCopy({ edits, fault, backend, args = [] }: Bug): Promise<ScriptRun> {
  await using copy = await copySources(edits);
  const options = ["--fault", fault, "--backend", backend, "--rounds", "6", "--clients", "10", "--fail-fast"];
  return await runScript(copy, "test/prove/main.ts", [
    ...options,
    "--settle-seconds",
    "20",
    "--round-seconds",
    "6",
    "--seed",
    "1",
    ...args,
  ]);
}
