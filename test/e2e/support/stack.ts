import type { OnConflict } from "@onefold/contract";
import { createDatabase } from "@onefold/database";
import type { Database } from "@onefold/database";
import { createKey, createTeam } from "@onefold/records";
import { createTestDatabase } from "../../support/create-test-database.ts";
import { spawnApp } from "../../support/spawn-app.ts";
import type { SpawnedApp } from "../../support/spawn-app.ts";
import { startApp } from "../../support/start-app.ts";
import type { TestApp } from "../../support/test-app.ts";
import { prepareTestRoles, testRoles } from "./test-roles.ts";
import type { TestRoles } from "./test-roles.ts";
import { startRedisCluster } from "../../support/start-redis-cluster.ts";
import type { TestRedisCluster } from "../../support/start-redis-cluster.ts";
import { startRedis } from "../../support/start-redis.ts";
import type { TestRedis } from "../../support/start-redis.ts";
import { times } from "../../support/thorough.ts";
import { createClient } from "./client.ts";
import type { Client } from "./client.ts";
import { createConformance } from "./conformance.ts";
import type { Conformance } from "./conformance.ts";

type BackendName = "postgres" | "redis" | "redis-cluster";

/**
 * Where the queue is in tests of what all of it does. In a short run that is Redis: most other tests have it in Postgres,
 * and redis-cluster.test.ts has the cluster.
 */
export const BACKENDS = times<readonly BackendName[]>(["redis"], ["postgres", "redis", "redis-cluster"]);

export interface StackOptions {
  /** Where the queue is; in Postgres by default. */
  readonly queue?: BackendName;
  /** A migrated database of the test's own, a superuser's URL; by default a new one of the run's Postgres. */
  readonly databaseUrl?: string;
  /** Whether a worker runs from the start; true by default. */
  readonly worker?: boolean;
  /** Whether migrations, the API and the workers have roles of their own; else one superuser's for all. */
  readonly roles?: boolean;
  /**
   * Whether the API and the workers are processes, as they are in use; by default they run in the test's own. For tests
   * of what only a process has: signals, its memory, Node's own settings, an end of its own.
   */
  readonly processes?: boolean;
  /** Whether what fails is to fail, so that logs may have errors; what is personal they never may. */
  readonly failures?: boolean;
  /** For the API and the workers. */
  readonly env?: Readonly<Record<string, string>>;
}

export interface TestTeam extends Client {
  readonly teamId: string;
  /** The owner of the team and of its key. */
  readonly userId: string;
  readonly key: string;
}

/** An API, a worker, and what they need: a database of their own, and a Redis or a cluster where that is the queue. */
export interface Stack extends AsyncDisposable {
  readonly db: Database;
  readonly redis: TestRedis | undefined;
  readonly redisCluster: TestRedisCluster | undefined;
  /** Of the roles, where they have their own. */
  readonly urls: TestRoles | undefined;
  readonly conformance: Conformance;
  readonly api: TestApp;
  /** The API where it is a process. */
  readonly apiProcess: SpawnedApp;
  readonly env: Readonly<Record<string, string>>;
  /** A client without a key. */
  readonly anyone: Client;
  /** A team of its own with a key, which leaves clashes with their owners unless it is told otherwise. */
  newTeam(options?: { readonly onConflict: OnConflict }): Promise<TestTeam>;
  clientWith(key: string): Client;
  startApi(): Promise<void>;
  stopApi(): Promise<void>;
  startWorker(): Promise<void>;
  stopWorker(): Promise<void>;
  /** Throws where the API or the worker has logged what it must not, so far; done at the end as well. */
  checkLogs(): void;
  /** All that the API and the worker have written so far, also those that were stopped. */
  outputs(): string[];
}

/** More than the API's and the worker's own deadlines. */
const STOP_MS = 15_000;

export const JOB_ID_SECRET = "the secret of the job ids in the tests";

export async function startStack({
  queue,
  databaseUrl,
  worker = true,
  roles = false,
  processes = false,
  failures = false,
  env: more = {},
}: StackOptions = {}): Promise<Stack> {
  await using starting = new AsyncDisposableStack();
  const redis = queue === "redis" ? starting.use(await startRedis()) : undefined;
  const redisCluster = queue === "redis-cluster" ? starting.use(await startRedisCluster()) : undefined;
  const queueUrl = (redis ?? redisCluster)?.url;
  const database =
    databaseUrl === undefined ? starting.use(await createTestDatabase()) : { url: databaseUrl };
  const db = starting.adopt(createDatabase({ url: database.url, max: 2 }), (each) => each.destroy());
  const env = {
    DATABASE_URL: database.url,
    JOB_ID_SECRET,
    ...(queueUrl !== undefined && { QUEUE_URL: queueUrl }),
    ...more,
  };
  const urls = roles ? testRoles(database.url) : undefined;
  if (urls) await prepareTestRoles(urls, queueUrl);
  const apps = new Map<"api" | "worker", TestApp>();
  const started: TestApp[] = [];
  let apiProcess: SpawnedApp | undefined;
  starting.defer(() => allDone([...apps.keys()].map(stop)));

  async function start(name: "api" | "worker"): Promise<void> {
    const settings = { ...env, ...(urls && { DATABASE_URL: urls[name] }) };
    if (!processes) return running(name, await startApp(name, settings));
    const app = await spawnApp(name, settings);
    running(name, app);
    if (name === "api") apiProcess = app;
  }

  function running(name: "api" | "worker", app: TestApp): void {
    apps.set(name, app);
    started.push(app);
  }

  async function stop(name: "api" | "worker"): Promise<void> {
    const app = apps.get(name);
    apps.delete(name);
    await app?.stop(STOP_MS);
    if (app) checkLog(name, app.output(), failures);
  }

  function runningApi(): TestApp {
    const api = apps.get("api");
    if (!api) throw new Error("The API doesn't run.");
    return api;
  }

  await allDone([start("api"), ...(worker ? [start("worker")] : [])]);
  const conformance = createConformance(await (await fetch(`${runningApi().url}/openapi.json`)).json());
  const clientOptions = { conformance, url: () => runningApi().url };
  let teams = 0;
  const lifetime = starting.move();
  return {
    db,
    redis,
    redisCluster,
    env,
    urls,
    conformance,
    get api() {
      return runningApi();
    },
    get apiProcess() {
      if (!apiProcess) throw new Error("The API is no process: start the stack with `processes`.");
      return apiProcess;
    },
    anyone: createClient(clientOptions),
    clientWith: (key) => createClient({ ...clientOptions, key }),
    async newTeam({ onConflict } = { onConflict: "prefer" }) {
      teams++;
      const owner = { email: `olga-${teams}@example.com`, name: "Olga" };
      const { teamId, userId } = await createTeam(db, { name: `Team ${teams}`, owner, onConflict });
      const { key } = await createKey(db, { teamId, userId, name: "test" });
      return { teamId, userId, key, ...createClient({ ...clientOptions, key }) };
    },
    startApi: () => start("api"),
    stopApi: () => stop("api"),
    startWorker: () => start("worker"),
    stopWorker: () => stop("worker"),
    checkLogs: () => apps.forEach((app, name) => checkLog(name, app.output(), failures)),
    outputs: () => started.map((app) => app.output()),
    [Symbol.asyncDispose]: () => lifetime.disposeAsync(),
  };
}

/** Waits for all of them, also where one fails: nothing is left under way. */
async function allDone(steps: readonly Promise<void>[]): Promise<void> {
  await Promise.allSettled(steps);
  await Promise.all(steps);
}

/** Whatever the tests sent, the log has no error that nobody expected, and nothing personal. */
function checkLog(name: string, output: string, failures: boolean): void {
  const forbidden = failures ? /@|ofk_|linkedin\.com/ : /"level":[56]0|@|ofk_|linkedin\.com/;
  const wrong = output.split("\n").find((line) => forbidden.test(line));
  if (wrong !== undefined) throw new Error(`The ${name} logged what it must not:\n${wrong}`);
}
