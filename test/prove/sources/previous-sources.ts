import { execFile } from "node:child_process";
import { mkdir } from "node:fs/promises";
import { promisify } from "node:util";
import { linkModules, ROOT } from "./link-modules.ts";

const run = promisify(execFile);
const MIGRATIONS = "packages/database/src/migrations";

/** Why the sources of the previous schema can't be had here, if so. */
export async function whyNoPreviousSources(): Promise<string | undefined> {
  try {
    await commitBeforeMigration();
    return undefined;
  } catch {
    return "the sources before the newest migration are in git's history, which isn't here";
  }
}

/**
 * Puts the sources of a commit into a folder that isn't there yet; they can be run from it.
 * @param previous the one before the newest migration by default
 */
export async function writePreviousSources(folder: string, previous?: string): Promise<void> {
  await mkdir(folder);
  const archive = `${folder}.tar`;
  const commit = previous ?? (await commitBeforeMigration());
  await run("git", ["archive", "--output", archive, commit, "apps", "packages", "package.json"], {
    cwd: ROOT,
  });
  await run("tar", ["-xf", archive, "-C", folder]);
  await linkModules(folder);
}

async function commitBeforeMigration(): Promise<string> {
  const { stdout } = await run("git", ["log", "-1", "--diff-filter=A", "--format=%H", "--", MIGRATIONS], {
    cwd: ROOT,
  });
  const newest = stdout.trim();
  if (newest === "") throw new Error("There is no commit with a migration.");
  const before = await run("git", ["rev-parse", "--verify", `${newest}^`], { cwd: ROOT });
  return before.stdout.trim();
}
