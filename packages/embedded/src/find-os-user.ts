import { stat } from "node:fs/promises";
import { EmbeddedPostgresError } from "./errors.ts";
import { runCommand } from "./run-command.ts";
import type { OsUser } from "./run-command.ts";

/** This user is made if there is no `postgres` user, so that no file of ours is shared with another service. */
const OWN_USER = "onefold";

/**
 * Gives the user to run Postgres as. That is ourselves (undefined), unless we are root: Postgres refuses to run as
 * root. Data that exists keeps its owner.
 */
export async function findOsUser(cluster: string): Promise<OsUser | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const owner = await stat(cluster).catch(() => undefined);
  if (owner !== undefined && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  return (
    (await lookUp("postgres")) ??
    (await lookUp(OWN_USER)) ??
    (await createOwn()) ??
    (await lookUp("nobody")) ??
    none()
  );
}

async function lookUp(name: string): Promise<OsUser | undefined> {
  const [uid, gid] = await Promise.all([runCommand("id", ["-u", name]), runCommand("id", ["-g", name])]);
  if (uid.code !== 0 || gid.code !== 0) return undefined;
  return { uid: Number(uid.output.trim()), gid: Number(gid.output.trim()) };
}

async function createOwn(): Promise<OsUser | undefined> {
  await runCommand("useradd", [
    "--system",
    "--user-group",
    "--no-create-home",
    "--shell",
    "/usr/sbin/nologin",
    OWN_USER,
  ]);
  return lookUp(OWN_USER);
}

function none(): never {
  throw new EmbeddedPostgresError(
    "START_FAILED",
    "Postgres doesn't run as root, and no other user was found or could be made: run Onefold as a normal user, or set DATABASE_URL.",
  );
}
