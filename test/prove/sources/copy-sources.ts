import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Edit } from "../planted/bugs.ts";
import { linkModules, ROOT } from "./link-modules.ts";

/** A copy of the sources in a temporary folder, gone when it is disposed of. */
export interface SourceCopy extends AsyncDisposable {
  readonly folder: string;
}

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

async function make(folder: string, edit: Edit): Promise<void> {
  await writeFile(join(folder, edit.file), await edited(folder, edit));
}

/**
 * Gives the file of this folder with the edit made.
 * @throws where the edit's text doesn't stand there exactly once
 */
export async function edited(folder: string, { file, find, replace }: Edit): Promise<string> {
  const parts = (await readFile(join(folder, file), "utf8")).split(find);
  if (parts.length !== 2) throw new Error(`${file} has ${parts.length - 1} times: ${find}`);
  return parts.join(replace);
}
