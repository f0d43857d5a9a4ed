import { cp, mkdtemp, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { EmbeddedPostgresError } from "./errors.ts";
import { findBinaries } from "./find-binaries.ts";
import type { OsUser } from "./run-command.ts";
import { runCommand } from "./run-command.ts";
import { systemFolders } from "./system-folder.ts";

/**
 * Gives the bin folder of a Postgres that `user` can run, and finds that out by running it. It is that of the npm
 * package, or a copy if the clone lies under a closed folder such as root's home.
 */
export async function reachBinaries(user: OsUser | undefined): Promise<string> {
  const { folder, version } = await findBinaries();
  const shipped = await tryToRun(folder, user);
  if (shipped.runs) return shipped.binDir;
  if (user !== undefined) {
    for (const parent of await systemFolders()) {
      const copy = join(parent, `postgres-${version}`);
      if ((await tryToRun(copy, user)).runs) return join(copy, "bin");
      await copyBinaries(folder, copy, parent);
      if ((await tryToRun(copy, user)).runs) return join(copy, "bin");
    }
  }
  throw new EmbeddedPostgresError(
    "START_FAILED",
    `The Postgres in ${folder} doesn't run here (${shipped.output}): set DATABASE_URL to a Postgres of your own.`,
  );
}

async function tryToRun(
  folder: string,
  user: OsUser | undefined,
): Promise<{ runs: boolean; binDir: string; output: string }> {
  const binDir = join(folder, "bin");
  const { code, output } = await runCommand(join(binDir, "postgres"), ["--version"], { user });
  return { runs: code === 0, binDir, output: output.trim() };
}

/** Copies aside and renames, so that the final name never has half a copy. */
async function copyBinaries(from: string, to: string, parent: string): Promise<void> {
  const aside = await mkdtemp(join(parent, "copying-"));
  try {
    await cp(from, aside, {
      recursive: true,
      verbatimSymlinks: true,
      filter: (path) => !path.endsWith(".a"),
    });
    // Others must be able to read it, whatever umask root has.
    await runCommand("chmod", ["-R", "a+rX", aside]);
    await rename(aside, to);
  } catch {
    // Another start was faster, or the disk is full. The caller sees whether it runs.
    await rm(aside, { recursive: true, force: true });
  }
}
