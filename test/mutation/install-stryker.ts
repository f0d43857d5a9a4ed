import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { ROOT } from "../prove/sources/link-modules.ts";

const run = promisify(execFile);
const VERSION = "10.1.1";
const PACKAGES = ["core", "vitest-runner"].map((name) => `@stryker-mutator/${name}@${VERSION}`);

/**
 * Sees to Stryker, once. Its 400 packages are of use here alone, so `npm ci` doesn't bring them.
 * @returns the folder of its packages; what it needs of Vitest it finds in ours, further up
 */
export async function installStryker(): Promise<string> {
  const folder = join(ROOT, "node_modules/.cache/onefold-stryker", VERSION);
  const modules = join(folder, "node_modules");
  if (existsSync(join(modules, "@stryker-mutator/vitest-runner"))) return modules;
  process.stderr.write("Stryker is fetched, once.\n");
  await mkdir(folder, { recursive: true });
  await run(
    "npm",
    [
      "install",
      "--prefix",
      folder,
      "--no-save",
      "--no-audit",
      "--no-fund",
      "--legacy-peer-deps",
      ...PACKAGES,
    ],
    {
      cwd: folder,
    },
  );
  return modules;
}
