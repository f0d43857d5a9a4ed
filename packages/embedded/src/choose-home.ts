import { randomBytes } from "node:crypto";
import { chmod, chown, mkdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { EmbeddedPostgresError } from "./errors.ts";
import type { OsUser } from "./run-command.ts";
import { runCommand } from "./run-command.ts";
import { systemFolders } from "./system-folder.ts";

/**
 * Gives the folder for the data. It is `dataDir`, unless the user of Postgres can't reach that, as in a clone under
 * root's home. Then it is a folder elsewhere. `dataDir/location` keeps its path, so that later starts find it, and so
 * that removing `dataDir` starts afresh.
 */
export async function chooseHome(dataDir: string, user: OsUser | undefined): Promise<string> {
  const pointer = join(dataDir, "location");
  const kept = await readFile(pointer, "utf8").catch(() => undefined);
  if (kept !== undefined) return kept.trim();
  if (user === undefined) return dataDir;
  // Others may only pass through. What lies inside has modes of its own.
  await chmod(dataDir, 0o711);
  if (await canWrite(dataDir, user)) return dataDir;
  await refuseToLeaveData(dataDir);
  const home = await makeElsewhere(dataDir, user);
  await writeFile(pointer, `${home}\n`, { mode: 0o600, flush: true });
  return home;
}

/** Finds out by writing a file as that user. Reading modes wouldn't do, as mounts and ACLs count too. */
async function canWrite(folder: string, user: OsUser): Promise<boolean> {
  const probe = join(folder, "probe");
  await rm(probe, { recursive: true, force: true });
  await mkdir(probe, { mode: 0o700 });
  await chown(probe, user.uid, user.gid);
  const { code } = await runCommand("/bin/sh", ["-c", ': > "$0/file"', probe], { user });
  await rm(probe, { recursive: true, force: true });
  return code === 0;
}

/** Data that was reachable once and isn't now must not seem to be gone. */
async function refuseToLeaveData(dataDir: string): Promise<void> {
  const cluster = await stat(join(dataDir, "cluster")).catch(() => undefined);
  if (cluster === undefined) return;
  throw new EmbeddedPostgresError(
    "FOLDER_UNREACHABLE",
    `The data in ${dataDir} can't be reached any more by its OS user (uid ${cluster.uid}): allow passing through the folders above it (chmod o+x).`,
  );
}

async function makeElsewhere(dataDir: string, user: OsUser): Promise<string> {
  for (const parent of await systemFolders()) {
    const name = basename(dirname(dirname(dataDir))) || "data";
    const home = join(parent, `${name}-${randomBytes(4).toString("hex")}`);
    await mkdir(home, { mode: 0o711 });
    await chmod(home, 0o711);
    if (await canWrite(home, user)) {
      // This is for people who find the folder later and wonder.
      await writeFile(join(home, "made-for"), `${dataDir}\n`);
      return home;
    }
    await rm(home, { recursive: true, force: true });
  }
  throw new EmbeddedPostgresError(
    "FOLDER_UNREACHABLE",
    `No folder was found that the OS user of Postgres (uid ${user.uid}) can reach: run Onefold as a normal user, or set DATABASE_URL.`,
  );
}
