import { VERSION } from "@onefold/process";
import { expect, test } from "vitest";
import { createProgram } from "./program.ts";

test("--version prints the version and nothing else", async () => {
  const printed: string[] = [];
  const program = await createProgram({}, ["--version"]);
  program.exitOverride().configureOutput({ writeOut: (text) => void printed.push(text) });
  await expect(program.parseAsync(["--version"], { from: "user" })).rejects.toMatchObject({ exitCode: 0 });
  expect(printed).toEqual([`${VERSION}\n`]);
});
