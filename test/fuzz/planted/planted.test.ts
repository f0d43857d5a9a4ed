import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { expect, test } from "vitest";
import { copySources } from "../../prove/sources/copy-sources.ts";
import { times } from "../../support/thorough.ts";
import { BUGS } from "./bugs.ts";
import type { Bug } from "./bugs.ts";

/** Each is a run of its own, and all of them take minutes. */
const SHORT = "an accepted request isn't enqueued now and then";
const REQUESTS = 1_500;
const RUN_MS = 300_000;

test.each(
  times(
    BUGS.filter(({ name }) => name === SHORT),
    BUGS,
  ),
)(
  "is caught: $name",
  async (bug) => {
    const { code, output } = await fuzzCopy(bug);
    expect(output).toMatch(bug.told);
    expect(code).toBe(1);
  },
  RUN_MS,
);

/** Runs `npm run fuzz` on a copy of the sources with a bug in it. */
async function fuzzCopy({ edits, requests = REQUESTS, route }: Bug) {
  await using copy = await copySources(edits);
  const options = [
    "--backend",
    "postgres",
    "--requests",
    String(requests),
    "--seed",
    "1",
    "--folder",
    copy.folder,
  ];
  const child = spawn(
    process.execPath,
    ["test/fuzz/main.ts", ...options, ...(route === undefined ? [] : ["--route", route])],
    { cwd: copy.folder, stdio: ["ignore", "pipe", "pipe"] },
  );
  const exited = once(child, "exit");
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
  await exited;
  return { code: child.exitCode, output: `${err}\n${out}` };
}
