import { randomBytes } from "node:crypto";
import { chown, mkdir, open, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { EmbeddedPostgresError } from "./errors.ts";
import type { OsUser } from "./run-command.ts";
import { runCommand } from "./run-command.ts";

export const SUPERUSER = "onefold";
export const DATABASE = "onefold";

/**
 * Makes `home/cluster` unless it exists, and returns the superuser's password. What has that name is always whole: a
 * cluster is made beside it and then renamed, so a crash only means a new start.
 */
export async function initCluster(home: string, binDir: string, user: OsUser | undefined): Promise<string> {
  const password = await keepPassword(home);
  const cluster = join(home, "cluster");
  if ((await stat(cluster).catch(() => undefined)) !== undefined) return password;
  const unfinished = join(home, "cluster.new");
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { mode: 0o700 });
  if (user !== undefined) await chown(unfinished, user.uid, user.gid);
  await runInitdb(unfinished, binDir, user, password);
  await createOwnDatabase(unfinished, binDir, user);
  await rename(unfinished, cluster);
  await syncFolder(home);
  return password;
}

/** Keeps the password. It is written before the cluster, so there is never a cluster without it. */
async function keepPassword(home: string): Promise<string> {
  const file = join(home, "password");
  const kept = await readFile(file, "utf8").catch(() => undefined);
  if (kept !== undefined && kept.trim() !== "") return kept.trim();
  const password = randomBytes(24).toString("base64url");
  await writeFile(file, `${password}\n`, { mode: 0o600, flush: true });
  return password;
}

async function runInitdb(
  folder: string,
  binDir: string,
  user: OsUser | undefined,
  password: string,
): Promise<void> {
  // initdb reads it as `user`, who can't read root's file.
  const passwordFile = `${folder}.password`;
  await rm(passwordFile, { force: true });
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600, flag: "wx" });
  if (user !== undefined) await chown(passwordFile, user.uid, user.gid);
  const { code, output } = await runCommand(
    join(binDir, "initdb"),
    [
      `--pgdata=${folder}`,
      `--username=${SUPERUSER}`,
      `--pwfile=${passwordFile}`,
      "--auth=scram-sha-256",
      "--encoding=UTF8",
      // This sorts by bytes on every machine, and its lower() knows Unicode.
      "--locale=C",
      "--locale-provider=builtin",
      "--builtin-locale=C.UTF-8",
    ],
    { user },
  );
  await rm(passwordFile, { force: true });
  if (code !== 0) throw failed("initdb", output);
}

/** Makes the database in single-user mode, which needs neither a port nor a client. */
async function createOwnDatabase(folder: string, binDir: string, user: OsUser | undefined): Promise<void> {
  const { code, output } = await runCommand(
    join(binDir, "postgres"),
    ["--single", "-D", folder, "-c", "log_checkpoints=off", "postgres"],
    { user, input: `create database ${DATABASE}\n` },
  );
  if (code !== 0 || /ERROR|FATAL|PANIC/.test(output)) throw failed("creating the database", output);
}

function failed(step: string, output: string): EmbeddedPostgresError {
  const lines = output.trim().split("\n");
  const line = lines.find((text) => /error|fatal|panic/i.test(text)) ?? lines.at(-1) ?? "no output";
  return new EmbeddedPostgresError(
    "INIT_FAILED",
    `The embedded Postgres could not be set up (${step}: ${line.trim()}).`,
    {
      cause: output,
    },
  );
}

async function syncFolder(folder: string): Promise<void> {
  await using handle = await open(folder);
  await handle.sync();
}
