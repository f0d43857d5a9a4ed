import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { copySources } from "../prove/sources/copy-sources.ts";
import type { MutationReport } from "./mutation-report.ts";
import type { Options } from "./options.ts";
import type { Stage, Target } from "./targets.ts";

/** Fewer than they are in `npm test`, and always the same: each is run for hundreds of mutants. */
const SETUP = `import * as fc from "fast-check";
fc.configureGlobal({ numRuns: 50, seed: 1 });
`;
const REPORT = "mutation.json";

/** Mutates one part in a copy of the sources; the copy is gone afterwards. */
export async function runStryker(
  target: Pick<Target, "mutate"> & Stage,
  { files, concurrency }: Pick<Options, "files" | "concurrency">,
  modules: string,
  signal: AbortSignal,
): Promise<MutationReport> {
  await using copy = await copySources([]);
  const { folder } = copy;
  await symlink(join(modules, "@stryker-mutator"), join(folder, "node_modules/@stryker-mutator"));
  await writeFile(join(folder, "mutation-setup.ts"), SETUP);
  await writeFile(join(folder, "vitest.mutation.ts"), vitestConfig(target));
  await writeFile(
    join(folder, "stryker.config.json"),
    JSON.stringify({
      testRunner: "vitest",
      plugins: ["@stryker-mutator/vitest-runner"],
      vitest: { configFile: "vitest.mutation.ts", related: false },
      mutate: files.length > 0 ? files : target.mutate,
      // It is a copy, where our packages find each other.
      inPlace: true,
      coverageAnalysis: "perTest",
      // What runs once when a module is loaded can't be switched for a single test.
      ignoreStatic: true,
      concurrency,
      // Besides half as long again as the tests take by themselves. Many mutants loop for ever.
      timeoutMS: 5_000,
      reporters: ["json", "progress-append-only"],
      jsonReporter: { fileName: REPORT },
      disableTypeChecks: false,
      allowConsoleColors: false,
    }),
  );
  const stryker = join(modules, "@stryker-mutator/core/bin/stryker.js");
  const child = spawn(process.execPath, [stryker, "run", "stryker.config.json"], {
    cwd: folder,
    stdio: ["ignore", "inherit", "inherit"],
    signal,
  });
  const [code] = await once(child, "exit");
  if (code !== 0) throw new Error(`Stryker ended with ${code}.`);
  // The file is its own report, as its version writes it.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return JSON.parse(await readFile(join(folder, REPORT), "utf8")) as MutationReport;
}

function vitestConfig({ tests, needsPostgres }: Stage): string {
  const test = {
    include: tests,
    pool: "forks",
    isolate: false,
    // What waits for ever ends by this, long before Stryker's own limit. No test takes a third of it.
    testTimeout: 15_000,
    hookTimeout: 60_000,
    setupFiles: ["./mutation-setup.ts"],
    ...(needsPostgres && {
      globalSetup: "test/support/global-setup.ts",
      environment: "./test/support/worker-environment.ts",
    }),
  };
  return `import { statSync } from "node:fs";
import { defineConfig } from "vitest/config";
// A mutant is done with at the first test that fails, so the quick ones come first: those of rules, then short files.
const costOf = ({ moduleId }) => (moduleId.includes("/src/") ? 0 : statSync(moduleId).size);
class QuickFirst {
  shard(files) { return files; }
  sort(files) { return files.toSorted((a, b) => costOf(a) - costOf(b)); }
}
const test = ${JSON.stringify(test)};
export default defineConfig({ test: { ...test, sequence: { sequencer: QuickFirst } } });
`;
}
