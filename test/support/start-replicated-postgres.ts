import { execFile } from "node:child_process";
import { appendFile, mkdtemp, readFile, rm, rmdir, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { findFreePort, startEmbeddedPostgres } from "@onefold/embedded";
import type { EmbeddedPostgres } from "@onefold/embedded";
import { sql } from "kysely";
import { clearLeftovers } from "./clear-leftovers.ts";
import { copyCluster } from "./copy-cluster.ts";
import { createTemplate, TEMPLATE } from "./create-template.ts";
import { FOLDER_PREFIX } from "./start-postgres.ts";
import { withDatabase } from "./with-database.ts";

/** A primary, and a streaming standby of it. URLs are a superuser's. */
export interface ReplicatedPostgres extends AsyncDisposable {
  /** Of a migrated database. */
  readonly url: string;
  readonly standby: Standby;
}

interface Standby {
  /** Of the same database. */
  readonly url: string;
  /** Kills it by SIGKILL, with its sessions. */
  kill(): Promise<void>;
  /** Starts it again where it listened before. */
  start(): Promise<void>;
  /** Stops all its processes by SIGSTOP: the kernel goes on to take connections for it. */
  freeze(): Promise<void>;
  thaw(): Promise<void>;
  /** Runs a statement on it, such as `select pg_wal_replay_pause()`. */
  run(statement: string): Promise<void>;
}

const SETTINGS = {
  wal_level: "replica",
  max_wal_senders: "4",
  // For a standby that was away for a while.
  wal_keep_size: "256MB",
  wal_retrieve_retry_interval: "200ms",
  shared_buffers: "64MB",
};

/** Starts both in temporary folders, which the next run clears away if this one is killed. */
export async function startReplicatedPostgres(): Promise<ReplicatedPostgres> {
  await clearLeftovers(FOLDER_PREFIX);
  await using starting = new AsyncDisposableStack();
  const folders = { primary: await makeFolder(starting), standby: await makeFolder(starting) };
  // It makes the folder itself.
  await rmdir(folders.primary);
  await copyCluster(folders.primary);
  const primary = starting.use(await startEmbeddedPostgres({ dataDir: folders.primary, settings: SETTINGS }));
  await createTemplate(primary.url);
  await backUp(primary, folders.standby);
  const standby = starting.use(await startStandby(folders.standby, primary.url));
  const lifetime = starting.move();
  return {
    url: databaseUrl(primary.url),
    standby,
    [Symbol.asyncDispose]: () => lifetime.disposeAsync(),
  };
}

async function makeFolder(owned: AsyncDisposableStack): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), FOLDER_PREFIX));
  owned.defer(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

function databaseUrl(serverUrl: string, port?: number): string {
  const url = new URL(serverUrl);
  url.pathname = `/${TEMPLATE}`;
  if (port !== undefined) url.port = String(port);
  return url.href;
}

/** What pg_basebackup does, which the npm package doesn't have: the WAL is then asked of the primary. */
async function backUp(primary: EmbeddedPostgres, folder: string): Promise<void> {
  const cluster = join(folder, "cluster");
  await withDatabase(primary.url, (db) =>
    // The backup belongs to its session.
    db.connection().execute(async (session) => {
      await sql`select pg_backup_start('standby', true)`.execute(session);
      // With its owner and its modes.
      await promisify(execFile)("cp", ["-a", join(primary.home, "cluster"), cluster]);
      const { rows } = await sql<{ label: string }>`
        select labelfile as label from pg_backup_stop(false)`.execute(session);
      await asOwner(cluster, "backup_label", rows[0]?.label ?? "");
    }),
  );
  await promisify(execFile)("sh", [
    "-c",
    'rm -rf "$0"/postmaster.pid "$0"/postmaster.opts "$0"/pg_wal/* "$0"/pg_replslot/*',
    cluster,
  ]);
  await asOwner(cluster, "standby.signal", "");
  const { username, password, port } = new URL(primary.url);
  const source = `host=127.0.0.1 port=${port} user=${username} password=${password}`;
  await appendFile(join(cluster, "postgresql.auto.conf"), `primary_conninfo = '${source}'\n`);
  await promisify(execFile)("cp", ["-a", join(primary.home, "password"), join(folder, "password")]);
}

/** Writes a file that belongs to whom the cluster does. */
async function asOwner(cluster: string, name: string, text: string): Promise<void> {
  const file = join(cluster, name);
  await writeFile(file, text, { mode: 0o600 });
  await promisify(execFile)("chown", ["--reference", cluster, file]);
}

async function startStandby(dataDir: string, primaryUrl: string): Promise<Standby & AsyncDisposable> {
  const port = await findFreePort();
  const url = databaseUrl(primaryUrl, port);
  const start = () => startEmbeddedPostgres({ dataDir, port, settings: SETTINGS });
  let server = await start();
  let isFrozen = false;

  async function signal(name: NodeJS.Signals): Promise<void> {
    for (const pid of [server.pid, ...(await childrenOf(server.pid))]) process.kill(pid, name);
  }

  async function thaw(): Promise<void> {
    if (isFrozen) await signal("SIGCONT");
    isFrozen = false;
  }

  return {
    url,
    async kill() {
      await signal("SIGKILL");
      await server.exited;
      await server[Symbol.asyncDispose]();
    },
    async start() {
      server = await start();
    },
    async freeze() {
      isFrozen = true;
      await signal("SIGSTOP");
    },
    thaw,
    run: (statement) => withDatabase(url, async (db) => void (await sql.raw(statement).execute(db))),
    async [Symbol.asyncDispose]() {
      await thaw();
      await server[Symbol.asyncDispose]();
    },
  };
}

async function childrenOf(pid: number): Promise<number[]> {
  const text = await readFile(`/proc/${pid}/task/${pid}/children`, "utf8");
  return text.trim().split(" ").filter(Boolean).map(Number);
}
