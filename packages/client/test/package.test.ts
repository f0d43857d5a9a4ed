import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { checkPackage, createPackageFromTarballData } from "@arethetypeswrong/core";
import { publint } from "publint";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { useSharedStack } from "../../../test/e2e/support/shared-stacks.ts";
import { THOROUGH } from "../../../test/support/thorough.ts";

const run = promisify(execFile);
const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));
const stack = useSharedStack();

let folder = "";
let tarball = "";

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "onefold-client-"));
  const packed = await run("npm", ["pack", "--json", "--pack-destination", folder], { cwd: path("..") });
  // What prepack prints comes first.
  const [{ filename }] = JSON.parse(packed.stdout.slice(packed.stdout.indexOf("[\n")));
  tarball = join(folder, filename);
  await writeFile(join(folder, "package.json"), '{ "type": "module" }');
  await run("npm", ["install", "--offline", "--no-audit", "--no-fund", "--ignore-scripts", tarball], {
    cwd: folder,
  });
});

afterAll(() => rm(folder, { recursive: true }));

test("the package is as registries and bundlers want it", async () => {
  const bytes = new Uint8Array(await readFile(tarball));
  const { messages } = await publint({ pack: { tarball: bytes.buffer }, strict: true });
  expect(messages).toEqual([]);
});

test("its types are found by whoever can import it", async () => {
  const pack = createPackageFromTarballData(new Uint8Array(await readFile(tarball)));
  const analysis = await checkPackage(pack, { excludeEntrypoints: ["./source"] });
  if (!analysis.types) throw new Error("It has no types.");
  const { "node16-esm": node, bundler } = analysis.entrypoints["."]?.resolutions ?? {};
  expect([node?.resolution?.fileName, bundler?.resolution?.fileName]).toEqual([
    "/node_modules/@onefold/client/dist/index.d.ts",
    "/node_modules/@onefold/client/dist/index.d.ts",
  ]);
  // It is ESM only: what can't import that isn't for it.
  const isOfOthers = (kind: string) => kind === "node10" || kind === "node16-cjs";
  const problems = analysis.problems.filter(
    (problem) => !("resolutionKind" in problem && isOfOthers(problem.resolutionKind)),
  );
  expect(problems).toEqual([]);
});

test("the sync that the README shows is all that it takes for 5,000 contacts", async () => {
  const readme = await readFile(path("../../../README.md"), "utf8");
  const [, program = ""] = /^```ts\n([^`]*createClient[\s\S]*?)^```$/m.exec(readme) ?? [];
  expect(
    program
      .trimEnd()
      .split("\n")
      .filter((line) => line !== "").length,
  ).toBeLessThanOrEqual(6);
  const people = `export const people = Array.from({ length: 5_000 }, (_, n) => ({ email: n === 9 ? "nobody" : \`p\${n}@example.com\` }));`;
  await writeFile(join(folder, "people.ts"), people);
  await writeFile(join(folder, "sync.ts"), program);
  const team = await stack().newTeam();
  const env = { ...process.env, URL: stack().api.url, KEY: team.key };
  const { stdout, stderr } = await run(process.execPath, [join(folder, "sync.ts")], { env });
  expect(stdout + stderr).toBe("nobody: email must be an e-mail address.\n");
  const { body } = await team.get("/api/jobs?limit=10");
  expect(body).toMatchObject({ data: [{ counts: { total: 5_000, created: 4_999, rejected: 1 } }] });
});

describe("a user's program", THOROUGH, () => {
  /** Runs it from the folder that has the tarball, with what one calls a platform by, and holds it to what it prints. */
  async function runsOn(command: string, ...args: string[]): Promise<void> {
    const { key } = await stack().newTeam();
    const { stdout } = await run(command, [...args, stack().api.url, key], { cwd: folder });
    expect(JSON.parse(stdout)).toEqual({
      outcome: "created",
      job: true,
      rows: 100,
      refusal: "NOT_FOUND",
      events: ["created"],
      imported: [1, 1],
      given: "enough",
      signature: "signature",
    });
  }

  // It is held to the package's types, and compiled for those that run no TypeScript.
  beforeAll(async () => {
    await writeFile(join(folder, "program.ts"), await readFile(path("support/calls/package.txt")));
    const compilerOptions = {
      target: "es2022",
      lib: ["es2022", "dom", "dom.iterable"],
      module: "nodenext",
      strict: true,
      noUncheckedIndexedAccess: true,
      types: ["node"],
      typeRoots: [path("../../../node_modules/@types")],
    };
    await writeFile(
      join(folder, "tsconfig.json"),
      JSON.stringify({ compilerOptions, files: ["program.ts"] }),
    );
    await run(process.execPath, [path("../node_modules/typescript/bin/tsc"), "-p", folder]).catch(
      ({ stdout }: { stdout: string }) => {
        throw new Error(`It doesn't compile:\n${stdout}`);
      },
    );
  });

  test("runs on this Node", async () => {
    await runsOn(process.execPath, "program.js");
  });

  // They are had where this runs: two hundred megabytes are too much for each `npm ci`.
  test.each([
    { platform: "the oldest Node that it is for", version: "node@20.3.0", args: ["program.js"] },
    {
      platform: "Deno",
      version: "deno@2.9.6",
      args: ["run", "--quiet", "--allow-net", "--allow-env", "program.ts"],
    },
    { platform: "Bun", version: "bun@1.4.5", args: ["run", "program.ts"] },
  ])("runs on $platform", async ({ version, args }) => {
    const own = await mkdtemp(join(tmpdir(), "onefold-platform-"));
    try {
      await run("npm", ["install", "--no-audit", "--no-fund", "--prefix", own, version]);
      const [name = ""] = version.split("@");
      await runsOn(join(own, "node_modules/.bin", name), ...args);
    } finally {
      await rm(own, { recursive: true });
    }
  });
});
