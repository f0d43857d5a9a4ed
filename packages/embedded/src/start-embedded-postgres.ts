import { stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { chooseHome } from "./choose-home.ts";
import { findOsUser } from "./find-os-user.ts";
import { DATABASE, initCluster, SUPERUSER } from "./init-cluster.ts";
import { lockFolder } from "./lock-folder.ts";
import { reachBinaries } from "./reach-binaries.ts";
import { startServer } from "./start-server.ts";
import { stopOrphan } from "./stop-orphan.ts";

export interface EmbeddedPostgresOptions {
  /** The folder of the data. It is kept between starts, and is this process's alone while it runs. */
  readonly dataDir: string;
  /** The default is a free one. */
  readonly port?: number;
  /** Further or other settings than our own, by their names in postgresql.conf. */
  readonly settings?: Readonly<Record<string, string>>;
  readonly log?: (line: string) => void;
  /** Gives up a start under way and leaves nothing running. */
  readonly signal?: AbortSignal;
}

/** A private Postgres on 127.0.0.1. Disposing of it stops it and keeps the data. */
export interface EmbeddedPostgres extends AsyncDisposable {
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** Where the data really is: in `dataDir`, or elsewhere if Postgres' user can't reach that. */
  readonly home: string;
  readonly binDir: string;
  readonly logFile: string;
  /** Whether an earlier start was killed and had left a Postgres running, which was stopped first. */
  readonly recovered: boolean;
  /** Resolves when Postgres ends, whatever the cause. */
  readonly exited: Promise<void>;
}

/** Starts a private Postgres on `dataDir`, whatever state an earlier start has left it in. */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const log = options.log ?? (() => {});
  const dataDir = resolve(options.dataDir);
  await using starting = new AsyncDisposableStack();

  starting.use(lockFolder(dataDir));
  const user = await findOsUser(join(dataDir, "cluster"));
  const home = await chooseHome(dataDir, user);
  if (home !== dataDir) starting.use(lockFolder(home));
  const cluster = join(home, "cluster");
  const owner = home === dataDir ? user : await findOsUser(cluster);
  const binDir = await reachBinaries(owner);
  options.signal?.throwIfAborted();

  const recovered = await stopOrphan(cluster);
  if (recovered) log("Stopped the Postgres that an earlier start had left running.");
  if (!(await exists(cluster))) log("Setting up a private Postgres, once.");
  const password = await initCluster(home, binDir, owner);
  const logFile = join(home, "postgres.log");
  const server = starting.use(
    await startServer({
      home,
      binDir,
      user: owner,
      port: options.port,
      settings: options.settings,
      logFile,
      signal: options.signal,
    }),
  );

  const lifetime = starting.move();
  return {
    url: `postgres://${SUPERUSER}:${password}@127.0.0.1:${server.port}/${DATABASE}`,
    port: server.port,
    pid: server.pid,
    home,
    binDir,
    logFile,
    recovered,
    exited: server.exited,
    [Symbol.asyncDispose]: () => lifetime.disposeAsync(),
  };
}

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined)) !== undefined;
}
