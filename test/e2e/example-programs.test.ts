import { execFile } from "node:child_process";
import { globSync, readFileSync } from "node:fs";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { useStack } from "./support/on-each-backend.ts";
import { times } from "../support/thorough.ts";

const stack = useStack();
const run = promisify(execFile);

const PROGRAMS = times("examples/{merge-and-undo,race,upsert-and-read}.ts", "examples/*.ts");

/** Each program, run as its header says, against a team without records: it prints what its header says. */
test.each(globSync(PROGRAMS).toSorted())("%s", async (program) => {
  const { key } = await stack().newTeam();
  const env = {
    PATH: process.env["PATH"],
    ONEFOLD_URL: stack().api.url,
    ONEFOLD_API_KEY: key,
    NODE_COMPILE_CACHE: stack().env["NODE_COMPILE_CACHE"],
  };
  const { stdout, stderr } = await run(process.execPath, [program], { env });
  expect(stdout.replaceAll("\r\n", "\n"), stderr).toMatch(printedBy(program));
});

/** The lines below "Prints" of a program's header, where `…` stands for what is another each time. */
function printedBy(program: string): RegExp {
  const [, how = "", lines] =
    /^\/\/ Prints(.*):\n((?:\/\/ {3}.*\n)+)/m.exec(readFileSync(program, "utf8")) ?? [];
  if (lines === undefined) throw new Error(`${program} doesn't say in its header what it prints.`);
  const text = lines.replaceAll(/^\/\/ {3}/gm, "");
  const pattern = text.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`).replaceAll("…", String.raw`\w+`);
  return new RegExp(`${how.includes("at last") ? "" : "^"}${pattern}$`);
}
