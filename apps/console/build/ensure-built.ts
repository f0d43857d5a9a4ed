import { readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { compressFiles } from "./compress-files.ts";
import { stampOfSources } from "./stamp.ts";

const FOLDER = join(import.meta.dirname, "..");
const DIST = join(FOLDER, "dist");
const STAMP = "sources.sha256";

/**
 * Builds the console, unless what is there is of these sources: then it takes milliseconds.
 * @returns what keeps it from being built, if something does; what was there is left
 */
export async function ensureBuilt(): Promise<string | undefined> {
  const stamp = stampOfSources();
  const built = await readFile(join(DIST, STAMP), "utf8").catch(() => undefined);
  if (built === stamp) return undefined;
  const vite = await import("vite").catch(() => undefined);
  if (!vite) return "Vite isn't installed: npm ci without --omit=dev brings it.";
  // Aside, so that nobody is served half of it.
  const aside = join(FOLDER, `dist.${process.pid}`);
  const former = join(FOLDER, `dist.${process.pid}.former`);
  try {
    await vite.build({
      configFile: join(FOLDER, "vite.config.ts"),
      build: { outDir: aside, emptyOutDir: true },
    });
    await compressFiles(aside);
    await writeFile(join(aside, STAMP), stamp);
    await moveIfThere(DIST, former);
    await rename(aside, DIST);
    return undefined;
  } finally {
    for (const folder of [aside, former]) await rm(folder, { recursive: true, force: true });
  }
}

/** A folder that is moved is there as a whole or not at all; one that is deleted is there in part meanwhile. */
async function moveIfThere(from: string, to: string): Promise<void> {
  await rename(from, to).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ENOENT") throw error;
  });
}
