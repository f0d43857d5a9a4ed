import { createHash } from "node:crypto";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";

const ROOT = join(import.meta.dirname, "../../..");

/** What the built files are made of: the console, the client that it uses, and the versions of all packages. */
const SOURCES = [
  "apps/console/*.{html,json,ts}",
  "apps/console/{build,public,src}/**/*.*",
  "packages/client/src/**/*.ts",
  "package-lock.json",
];

/** Gives a hash of the sources, in a few milliseconds. */
export function stampOfSources(): string {
  const hash = createHash("sha256");
  const files = globSync(SOURCES, { cwd: ROOT }).filter((file) => !/\.test\.tsx?$/.test(file));
  for (const file of files.toSorted())
    hash
      .update(file)
      .update("\0")
      .update(readFileSync(join(ROOT, file)))
      .update("\0");
  return hash.digest("hex");
}
