import { join } from "node:path";
import { ensureBuilt } from "@onefold/console/build";
import { createDatabase } from "@onefold/database";
import { findFreePort, lockFolder, startEmbeddedPostgres } from "@onefold/embedded";
import type { EmbeddedPostgres } from "@onefold/embedded";
import { keepRunning } from "@onefold/process";
import type { ChildExit } from "@onefold/process";
import { CliError } from "../cli-error.ts";
import { createLink } from "../console-command.ts";
import type { Config } from "../config.ts";
import { keyFileOf, writeRunning } from "../folder-files.ts";
import { migrateStores } from "../migrate-stores.ts";
import { printable } from "../output/printable.ts";
import type { RoleUrls } from "../prepare-roles.ts";
import { storeAddress } from "@onefold/queue";
import { shownUrl } from "../shown-url.ts";
import { startApp } from "./app-process.ts";
import { baseUrlOf } from "./base-url.ts";
import { checkPort } from "./check-port.ts";
import { embeddedRoles } from "./embedded-roles.ts";
import { ensureKey } from "./ensure-key.ts";
import { startScreen } from "./start-screen.ts";
import { listenForStop, StoppedBySignal } from "./stop-signals.ts";
import type { StopSignals } from "./stop-signals.ts";
import { waitUntilReady } from "./wait-until-ready.ts";

type Env = Readonly<Record<string, string | undefined>>;

/** Runs `onefold dev`: everything in one place, until it is told to stop. */
export async function dev(config: Config, env: Env): Promise<void> {
  using signals = listenForStop(config);
  // The terminal may close before we have stopped. Then writing to it fails, which must not end us.
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});
  try {
    await run(config, env, signals);
  } catch (error) {
    if (!(error instanceof StoppedBySignal)) throw error;
  }
  say("Stopped.");
}

async function run(config: Config, env: Env, { stop, force }: StopSignals): Promise<void> {
  // What is started is stopped in the opposite order: the API, the worker, Postgres. Then the folder is unlocked.
  await using started = new AsyncDisposableStack();
  started.use(lockFolder(config.folder));
  const port = config.PORT === 0 ? await findFreePort() : config.PORT;
  await checkPort(config.HOST, port);

  const problem = await ensureBuilt();
  if (problem !== undefined) say(`The console isn't built: ${problem}`);
  const postgres = config.DATABASE_URL === undefined ? await startPostgres(config, stop) : undefined;
  if (postgres !== undefined) started.use(postgres);
  const roles = postgres === undefined ? rolesOf(config) : embeddedRoles(postgres.url);
  const databaseUrl = roles.owner;
  await migrateStores({
    ...config,
    DATABASE_URL: databaseUrl,
    ADMIN_DATABASE_URL: roles.admin,
    API_DATABASE_URL: roles.api,
    WORKER_DATABASE_URL: roles.worker,
    waitMs: 3_000,
  });
  const key = await prepareKey(databaseUrl, config);
  stop.throwIfAborted();

  const queueUrl = config.QUEUE_URL ?? databaseUrl;
  const appEnv = {
    LOG_LEVEL: "warn",
    ...env,
    // The apps don't need these URLs.
    ADMIN_DATABASE_URL: undefined,
    API_DATABASE_URL: undefined,
    WORKER_DATABASE_URL: undefined,
    PORT: String(port),
    HOST: config.HOST,
  };
  const storesOf = (url = databaseUrl) => ({ DATABASE_URL: url, QUEUE_URL: config.QUEUE_URL ?? url });
  const stores = { api: storesOf(roles.api), worker: storesOf(roles.worker) };
  const keep = (name: string, app: "api" | "worker", more: Env = {}) => {
    const start = () => startApp({ app, env: { ...appEnv, ...stores[app], ...more }, force });
    const kept = started.use(
      keepRunning(start, { onEnd: (exit, pauseMs) => sayThatItEnded(name, exit, pauseMs) }),
    );
    return kept.failed.then((exit) => neverUp(name, exit));
  };
  const failures: Promise<CliError>[] = [];
  for (let number = 1; number <= config.WORKER_PROCESSES; number++) {
    const name = config.WORKER_PROCESSES === 1 ? "The worker" : `Worker ${number}`;
    // Only one worker can have the port.
    failures.push(keep(name, "worker", number === 1 ? {} : { HEALTH_PORT: undefined }));
  }
  // The API is started last, so that it is stopped first.
  failures.push(keep("The API", "api"));
  if (postgres !== undefined) failures.push(postgres.exited.then(() => postgresEnded(postgres)));
  const failed = Promise.race(failures);

  const baseUrl = baseUrlOf(config.HOST, port);
  const ended = new AbortController();
  started.defer(() => ended.abort());
  await untilFailed(failed, stop, waitUntilReady({ baseUrl, key }, AbortSignal.any([stop, ended.signal])));
  const { QUEUE_NAMESPACE: queueNamespace, DURABILITY: durability } = config;
  started.use(
    await writeRunning(config.folder, {
      pid: process.pid,
      baseUrl,
      databaseUrl,
      stores,
      queueNamespace,
      durability,
    }),
  );
  process.stdout.write(
    startScreen({
      baseUrl,
      consoleUrl: await consoleUrlOf({ baseUrl, key }),
      key: process.stdout.isTTY ? key : undefined,
      keyFile: keyFileOf(config.folder),
      data: postgres === undefined ? [shownUrl(databaseUrl)] : describeData(postgres, config.folder),
      queue: queueUrl === databaseUrl ? undefined : storeAddress({ url: queueUrl }).shown,
    }),
  );
  started.defer(() => say("Stopping."));
  await untilFailed(failed, stop);
}

/** Gives a link that signs in once. Without one there is the page that asks for a key. */
async function consoleUrlOf(api: { readonly baseUrl: string; readonly key: string }): Promise<string> {
  return createLink(api).then(
    ({ url }) => url,
    () => `${api.baseUrl}/console`,
  );
}

/** Gives the URLs for a Postgres that somebody else runs. All parts have one role, unless others are named. */
function rolesOf({ DATABASE_URL = "", ...config }: Config): RoleUrls {
  const { ADMIN_DATABASE_URL: admin, API_DATABASE_URL: api, WORKER_DATABASE_URL: worker } = config;
  return { admin, owner: DATABASE_URL, api, worker };
}

async function startPostgres(config: Config, signal: AbortSignal): Promise<EmbeddedPostgres> {
  return startEmbeddedPostgres({ dataDir: join(config.folder, "postgres"), signal, log: say });
}

async function prepareKey(databaseUrl: string, config: Config): Promise<string> {
  const db = createDatabase({ url: databaseUrl, max: 1, applicationName: "onefold dev" });
  try {
    return await ensureKey(db, config.folder, config.ONEFOLD_API_KEY);
  } finally {
    await db.destroy();
  }
}

/** Waits for `wanted`, or without it until we are told to stop. It throws if something fails before. */
async function untilFailed(
  failed: Promise<CliError>,
  stop: AbortSignal,
  wanted?: Promise<void>,
): Promise<void> {
  const { promise: stopped, resolve } = Promise.withResolvers<void>();
  if (stop.aborted) resolve();
  stop.addEventListener("abort", () => resolve(), { once: true });
  const error = await Promise.race([failed, wanted ?? stopped, stopped]);
  stop.throwIfAborted();
  if (error !== undefined) throw error;
}

function describeData({ home, binDir }: EmbeddedPostgres, folder: string): string[] {
  const isBeside = home.startsWith(folder);
  const lines = [`${home} (kept between starts)`];
  return isBeside
    ? lines
    : [
        ...lines,
        `Postgres doesn't run as root and can't reach ${folder},`,
        `so its data is there and it runs from ${binDir}`,
      ];
}

function sayThatItEnded(name: string, exit: ChildExit, pauseMs: number): void {
  say(`${name} ended (${describeExit(exit)}); it is started again in ${pauseMs / 1_000} s.`);
}

function neverUp(name: string, exit: ChildExit): CliError {
  return new CliError(
    `${name} ended before it could work (${describeExit(exit)}), so everything was stopped; why stands above.`,
  );
}

function postgresEnded({ logFile }: EmbeddedPostgres): CliError {
  return new CliError(`The embedded Postgres ended, so everything was stopped; its log is ${logFile}.`);
}

function describeExit({ code, signal }: ChildExit): string {
  return signal === null ? `exit code ${code}` : signal;
}

function say(line: string): void {
  process.stdout.write(`  ${printable(line)}\n`);
}
