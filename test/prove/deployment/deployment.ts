import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { lockFolder } from "@onefold/embedded";
import { withDatabase } from "../../support/with-database.ts";
import { ROOT } from "../sources/link-modules.ts";
import { writePreviousSources } from "../sources/previous-sources.ts";
import { createAppProcess } from "./app-process.ts";
import type { AppProcess, OwnEnd } from "./app-process.ts";
import { clearLeftovers, FOLDER_PREFIX } from "./clear-leftovers.ts";
import { createTeamWithKey } from "./create-team.ts";
import type { NewTeam, TeamWithKey } from "./create-team.ts";
import { startLinks } from "./links.ts";
import type { Links } from "./links.ts";
import type { BackendName, DeploymentOptions } from "./options.ts";
import type { Proxy } from "./proxy.ts";
import { sendSignal } from "./send-signal.ts";
import { findStablePort } from "./stable-port.ts";
import { startStores } from "./stores.ts";
import type { Stores } from "./stores.ts";

/** API processes, workers and their stores on this machine, as they are in use, and each with what can go wrong. */
export interface Deployment extends Stores, AsyncDisposable {
  readonly backend: BackendName;
  /** Of the API processes, as clients reach them; the same through restarts. */
  readonly urls: readonly string[];
  /** The records' Postgres as a superuser, past all proxies. */
  readonly databaseUrl: string;
  /** Those of before the newest migration, where the options ask for them: each process begins with them. */
  readonly previousSources: string | undefined;
  createTeam(options: NewTeam): Promise<TeamWithKey>;
  readonly apis: readonly AppProcess[];
  readonly workers: readonly AppProcess[];
  readonly links: Links;
  /** Processes that ended by themselves, from the first on; each was started again. */
  readonly ownEnds: readonly OwnEnd[];
  /** Everything runs, each link is healed, each process is ready. Rejects where that isn't so within a minute. */
  heal(): Promise<void>;
  /** The last that each process wrote. */
  logs(): string;
}

/** As the fault tests have it: a killed worker's chunks come back soon. Who takes webhooks is on this machine. */
const ENV = {
  CHUNK_LOCK_MS: "1500",
  WAIT_MS: "5000",
  HEALTH_DETAILS: "public",
  WEBHOOK_ALLOW_PRIVATE: "1",
  WEBHOOK_TIMEOUT_MS: "1000",
};
const HEAL_MS = 60_000;
const POLL_MS = 200;

/** Starts a deployment on free ports and in a temporary folder; nothing of it is left when it is disposed of. */
export async function startDeployment(options: DeploymentOptions): Promise<Deployment> {
  await clearLeftovers();
  await using starting = new AsyncDisposableStack();
  const folder = await makeFolder(starting);
  const previousSources = options.previous ? join(folder, "previous") : undefined;
  if (previousSources !== undefined) await writePreviousSources(previousSources, options.previousCommit);
  const stores = await startStores(options, folder, previousSources, starting);
  const { postgres, redis, redisCluster, smallDisk } = stores;
  const ports = {
    apis: await findPorts(options.apis ?? 2),
    workers: await findPorts(options.workers ?? 2),
  };
  const links = await startLinks(
    {
      apis: ports.apis,
      workers: ports.workers.length,
      records: postgres.port,
      queue: redisCluster ? undefined : (redis ?? postgres).port,
    },
    starting,
  );

  const ownEnds: OwnEnd[] = [];
  const create = (app: "api" | "worker", port: number, index: number, records?: Proxy, queue?: Proxy) =>
    starting.use(
      createAppProcess({
        app,
        name: `${app === "api" ? "API" : "worker"} ${index + 1}`,
        port,
        folder,
        sources: previousSources ?? ROOT,
        env: {
          ...ENV,
          DATABASE_URL: through(postgres.url, records),
          QUEUE_URL: redisCluster?.url ?? through((redis ?? postgres).url, queue),
          ...options.env,
        },
        hasClock: options.clocks ?? false,
        onOwnEnd: (end) => void ownEnds.push(end),
      }),
    );
  const apis = ports.apis.map((port, index) =>
    create("api", port, index, links.apiToRecords[index], links.apiToQueue[index]),
  );
  const workers = ports.workers.map((port, index) =>
    create("worker", port, index, links.workerToRecords[index], links.workerToQueue[index]),
  );
  const apps = [...apis, ...workers];

  async function heal(): Promise<void> {
    links.heal();
    await smallDisk?.free();
    for (const store of [postgres, redis]) {
      sendSignal(store?.pid, "SIGCONT");
      await store?.start();
    }
    await redisCluster?.heal();
    for (const app of apps) {
      app.thaw();
      app.setClock(0);
      app.start();
    }
    await untilReady(apps, logs);
  }

  function logs(): string {
    const parts = apps.map(({ name, output }) => `--- ${name}\n${output()}`);
    return [...parts, `--- Postgres\n${postgres.log()}`].join("\n");
  }

  await heal();
  const running = starting.move();
  return {
    ...stores,
    previousSources,
    backend: options.backend,
    urls: links.clientToApi.map(({ port }) => `http://127.0.0.1:${port}`),
    databaseUrl: postgres.url,
    createTeam: (team) => withDatabase(postgres.url, (db) => createTeamWithKey(db, team)),
    apis,
    workers,
    links,
    ownEnds,
    heal,
    logs,
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}

async function makeFolder(owned: AsyncDisposableStack): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), FOLDER_PREFIX));
  owned.defer(() => rm(folder, { recursive: true, force: true }));
  // Postgres' user passes through it.
  await chmod(folder, 0o711);
  // While it is locked, no other run takes it for a leftover.
  owned.use(lockFolder(folder));
  return folder;
}

async function findPorts(count: number): Promise<number[]> {
  const ports: number[] = [];
  while (ports.length < count) ports.push(await findStablePort());
  return ports;
}

/** The same store, by the port of a proxy. */
function through(text: string, proxy: Proxy | undefined): string {
  const url = new URL(text);
  url.port = String(proxy?.port);
  return url.href;
}

async function untilReady(apps: readonly AppProcess[], logs: () => string): Promise<void> {
  const deadline = performance.now() + HEAL_MS;
  for (const app of apps) {
    while (!(await app.isReady())) {
      if (performance.now() > deadline)
        throw new Error(
          `${app.name} isn't ready ${HEAL_MS / 1_000} s after the fault: ${await app.readiness()}\n${logs()}`,
        );
      await delay(POLL_MS);
    }
  }
}
