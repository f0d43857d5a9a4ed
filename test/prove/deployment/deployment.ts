import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { migrate } from "@onefold/database";
import { lockFolder } from "@onefold/embedded";
import { prepareQueue } from "@onefold/queue";
import { prepareRateLimits } from "@onefold/rate-limits";
import { startRedis } from "../../support/start-redis.ts";
import type { TestRedis } from "../../support/start-redis.ts";
import { withDatabase } from "../../support/with-database.ts";
import { createAppProcess } from "./app-process.ts";
import type { AppProcess, OwnEnd } from "./app-process.ts";
import { createTeamWithKey } from "./create-team.ts";
import type { NewTeam, TeamWithKey } from "./create-team.ts";
import { clearLeftovers, FOLDER_PREFIX, RECORDS_FOLDER } from "./clear-leftovers.ts";
import { startLinks } from "./links.ts";
import type { Links } from "./links.ts";
import type { BackendName, DeploymentOptions } from "./options.ts";
import { startPostgresServer } from "./postgres-server.ts";
import type { PostgresServer } from "./postgres-server.ts";
import { sendSignal } from "./send-signal.ts";
import { findStablePort } from "./stable-port.ts";

/** API processes, workers and their stores on this machine, as they are in use, and each with what can go wrong. */
export interface Deployment extends AsyncDisposable {
  readonly backend: BackendName;
  /** Of the API processes, as clients reach them; the same through restarts. */
  readonly urls: readonly string[];
  /** The records' Postgres as a superuser, past all proxies. */
  readonly databaseUrl: string;
  createTeam(options: NewTeam): Promise<TeamWithKey>;
  readonly apis: readonly AppProcess[];
  readonly workers: readonly AppProcess[];
  readonly links: Links;
  readonly postgres: PostgresServer;
  /** Undefined where the queue is in Postgres. */
  readonly redis: TestRedis | undefined;
  /** Processes that ended by themselves, from the first on; each was started again. */
  readonly ownEnds: readonly OwnEnd[];
  /** Everything runs, each link is healed, each process is ready. Rejects where that isn't so within a minute. */
  heal(): Promise<void>;
  /** The last that each process wrote. */
  logs(): string;
}

/** As the fault tests have it: a killed worker's chunks come back soon. */
const ENV = { CHUNK_LOCK_MS: "1500", WAIT_MS: "5000", HEALTH_DETAILS: "public" };
const HEAL_MS = 60_000;
const POLL_MS = 200;

/** Starts a deployment on free ports and in a temporary folder; nothing of it is left when it is disposed of. */
export async function startDeployment(options: DeploymentOptions): Promise<Deployment> {
  const { backend } = options;
  await clearLeftovers();
  await using starting = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), FOLDER_PREFIX));
  starting.defer(() => rm(folder, { recursive: true, force: true }));
  // Postgres' user passes through it.
  await chmod(folder, 0o711);
  // While it is locked, no other run takes it for a leftover.
  starting.use(lockFolder(folder));
  const postgres = starting.use(
    await startPostgresServer({
      folder: join(folder, RECORDS_FOLDER),
      ...(options.postgresSettings && { settings: options.postgresSettings }),
    }),
  );
  const redis = backend === "redis" ? starting.use(await startOwnRedis(options, folder)) : undefined;
  await prepare(postgres.url, redis?.url);

  const apiPorts = await findPorts(options.apis ?? 2);
  const workerPorts = await findPorts(options.workers ?? 2);
  const links = await startLinks(
    {
      apis: apiPorts,
      workers: workerPorts.length,
      records: () => postgres.port,
      queue: () => redis?.port ?? postgres.port,
    },
    starting,
  );
  const ownEnds: OwnEnd[] = [];
  const create = (app: "api" | "worker", ports: readonly number[]) =>
    ports.map((port, index) => {
      const [records, queue] =
        app === "api"
          ? [links.apiToRecords[index], links.apiToQueue[index]]
          : [links.workerToRecords[index], links.workerToQueue[index]];
      const process = createAppProcess({
        app,
        name: `${app === "api" ? "API" : "worker"} ${index + 1}`,
        port,
        folder,
        env: {
          ...ENV,
          DATABASE_URL: through(postgres.url, records?.port),
          QUEUE_URL: through(redis?.url ?? postgres.url, queue?.port),
          ...options.env,
        },
        hasClock: options.clocks ?? false,
        onOwnEnd: (end) => void ownEnds.push(end),
      });
      return starting.use(process);
    });
  const apis = create("api", apiPorts);
  const workers = create("worker", workerPorts);
  const processes = [...apis, ...workers];

  async function heal(): Promise<void> {
    links.heal();
    sendSignal(postgres.pid, "SIGCONT");
    sendSignal(redis?.pid, "SIGCONT");
    await postgres.start();
    if (redis && redis.pid === undefined) await redis.restart();
    for (const process of processes) {
      process.thaw();
      process.setClock(0);
      process.start();
    }
    await untilReady(processes, logs);
  }

  function logs(): string {
    const parts = processes.map(({ name, output }) => `--- ${name}\n${output()}`);
    return [...parts, `--- Postgres\n${postgres.log()}`].join("\n");
  }

  await heal();
  const running = starting.move();
  return {
    backend,
    urls: links.clientToApi.map(({ port }) => `http://127.0.0.1:${port}`),
    databaseUrl: postgres.url,
    createTeam: (team) => withDatabase(postgres.url, (db) => createTeamWithKey(db, team)),
    apis,
    workers,
    links,
    postgres,
    redis,
    ownEnds,
    heal,
    logs,
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}

async function startOwnRedis({ redisSettings }: DeploymentOptions, parent: string): Promise<TestRedis> {
  return startRedis({
    port: await findStablePort(),
    parent,
    ...(redisSettings && { settings: redisSettings }),
  });
}

/** As `migrate` does it. */
async function prepare(postgresUrl: string, redisUrl: string | undefined): Promise<void> {
  await withDatabase(postgresUrl, migrate);
  const url = redisUrl ?? postgresUrl;
  await prepareQueue({ url, durability: "strict" });
  await prepareRateLimits({ url, namespace: "onefold" });
}

async function findPorts(count: number): Promise<number[]> {
  const ports: number[] = [];
  while (ports.length < count) ports.push(await findStablePort());
  return ports;
}

/** The same store, by the port of a proxy. */
function through(text: string, port: number | undefined): string {
  const url = new URL(text);
  url.port = String(port);
  return url.href;
}

async function untilReady(processes: readonly AppProcess[], logs: () => string): Promise<void> {
  const deadline = performance.now() + HEAL_MS;
  for (const process of processes) {
    while (!(await process.isReady())) {
      if (performance.now() > deadline)
        throw new Error(
          `${process.name} isn't ready ${HEAL_MS / 1_000} s after the fault: ${await process.readiness()}\n${logs()}`,
        );
      await delay(POLL_MS);
    }
  }
}
