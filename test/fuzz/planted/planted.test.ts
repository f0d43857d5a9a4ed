import { expect, test } from "vitest";
import { copySources } from "../../prove/sources/copy-sources.ts";
import { runScript } from "../../prove/sources/run-script.ts";
import { BUGS } from "./bugs.ts";
import type { Bug } from "./bugs.ts";

/** Each is a run of its own, and all of them take minutes: `npm run test:faults` has them. */
const REQUESTS = 1_500;
const RUN_MS = 300_000;

test.each(BUGS)(
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
  const ofRoute = route === undefined ? [] : ["--route", route];
  return await runScript(copy, "test/fuzz/main.ts", [...options, ...ofRoute]);
}
