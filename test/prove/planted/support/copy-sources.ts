import { existsSync } from "node:fs";
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { REDIS_CACHE } from "../../../support/find-redis-server.ts";
import type { Edit } from "../bugs.ts";

/** A copy of the sources in a temporary folder, gone when it is disposed of. */
export interface SourceCopy extends AsyncDisposable {
  readonly folder: string;
}

const ROOT = fileURLToPath(new URL("../../../../", import.meta.url));
const COPIED = ["apps", "packages", "test", "package.json", "tsconfig.json"];

/**
 * Copies the sources and makes the edits. Packages of others are those of the original.
 * @throws where an edit's text doesn't stand there exactly once
 */
export async function copySources(edits: readonly Edit[]): Promise<SourceCopy> {
  const folder = await mkdtemp(join(tmpdir(), "onefold-planted-"));
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    for (const name of COPIED)
      await cp(join(ROOT, name), join(folder, name), { recursive: true, verbatimSymlinks: true });
    await linkModules(folder);
    for (const edit of edits) await make(folder, edit);
    return { folder, [Symbol.asyncDispose]: remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** Our own packages are links that lead to the copy, as they lead to the original there. */
async function linkModules(folder: string): Promise<void> {
  const [from, to] = [join(ROOT, "node_modules"), join(folder, "node_modules")];
  await mkdir(to);
  for (const name of await readdir(from)) {
    if (name === "@onefold")
      await cp(join(from, name), join(to, name), { recursive: true, verbatimSymlinks: true });
    // Node's own cache knows the original's files, and the downloaded Redis is nobody's source.
    else if (name === ".cache") await linkRedis(to);
    else await symlink(join(from, name), join(to, name));
  }
}

async function linkRedis(to: string): Promise<void> {
  await mkdir(join(to, ".cache"));
  if (existsSync(REDIS_CACHE)) await symlink(REDIS_CACHE, join(to, ".cache", basename(REDIS_CACHE)));
}

async function make(folder: string, { file, find, replace }: Edit): Promise<void> {
  const path = join(folder, file);
  const text = await readFile(path, "utf8");
  const parts = text.split(find);
  if (parts.length !== 2) throw new Error(`${file} has ${parts.length - 1} times: ${find}`);
  await writeFile(path, parts.join(replace));
}
