import { existsSync, globSync } from "node:fs";
import { cp, mkdir, readdir, symlink } from "node:fs/promises";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { REDIS_CACHE } from "../../support/find-redis-server.ts";

/** Of the sources that run. */
export const ROOT = fileURLToPath(new URL("../../../", import.meta.url));

/** Our own packages are links that lead to the copy, as they lead to the original there. */
export async function linkModules(folder: string): Promise<void> {
  const [from, to] = [join(ROOT, "node_modules"), join(folder, "node_modules")];
  await mkdir(to);
  for (const name of await readdir(from)) {
    if (name === "@onefold")
      await cp(join(from, name), join(to, name), { recursive: true, verbatimSymlinks: true });
    // Node's own cache knows the original's files, and the downloaded Redis is nobody's source.
    else if (name === ".cache") await linkRedis(to);
    else await symlink(join(from, name), join(to, name));
  }
  // What one package alone has in another version.
  for (const own of globSync("{apps,packages}/*/node_modules", { cwd: ROOT }))
    if (!existsSync(join(folder, own))) await symlink(join(ROOT, own), join(folder, own));
}

async function linkRedis(to: string): Promise<void> {
  await mkdir(join(to, ".cache"));
  if (existsSync(REDIS_CACHE)) await symlink(REDIS_CACHE, join(to, ".cache", basename(REDIS_CACHE)));
}
