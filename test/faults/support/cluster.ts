import { createDatabase } from "@onefold/database";
import type { Database } from "@onefold/database";
import { createKey, createTeam } from "@onefold/records";
import { createTestDatabase } from "../../support/create-test-database.ts";
import { spawnApp } from "../../support/spawn-app.ts";
import type { SpawnedApp } from "../../support/spawn-app.ts";
import { startApp } from "../../support/start-app.ts";
import type { TestApp } from "../../support/test-app.ts";
import { startRedisCluster } from "../../support/start-redis-cluster.ts";
import type { TestRedisCluster } from "../../support/start-redis-cluster.ts";
import { startRedis } from "../../support/start-redis.ts";
import { times } from "../../support/thorough.ts";
import type { TestRedis } from "../../support/start-redis.ts";

export type BackendName = "redis" | "postgres" | "redis-cluster";
const ALL: readonly BackendName[] = ["redis", "postgres", "redis-cluster"];

/**
 * Where the queue is: in each store in turn, or in a short run in the one that the file names. `npm run prove`, which CI
 * runs too, has each fault with the queue in Postgres and in Redis.
 */
export function mostly(backend: BackendName): readonly BackendName[] {
  return times<readonly BackendName[]>([backend], ALL);
}

/** A whole deployment on this machine: a database, a queue, a team with a key, and APIs and workers at will. */
export interface Cluster extends AsyncDisposable {
  readonly db: Database;
  /** Of the database. */
  readonly url: string;
  readonly teamId: string;
  readonly key: string;
  readonly redis: TestRedis | undefined;
  readonly redisCluster: TestRedisCluster | undefined;
  /** Within the test's own process: for those that nothing happens to. */
  startApi(env?: Record<string, string>): Promise<TestApp>;
  startWorker(env?: Record<string, string>): Promise<TestApp>;
  /** As a process, which can be killed, frozen and signalled. */
  spawnApi(env?: Record<string, string>, script?: URL): Promise<SpawnedApp>;
  spawnWorker(env?: Record<string, string>, script?: URL): Promise<SpawnedApp>;
}

/** A killed worker's chunks come back after this. */
const LOCK_MS = 1_500;

export interface ClusterOptions {
  /** A migrated database; a new one in the run's Postgres by default. */
  readonly databaseUrl?: string;
  /** Whether its queue loses something; by default no process may ever say so. */
  readonly mayLose?: boolean;
}

export async function createCluster(backend: BackendName, options: ClusterOptions = {}): Promise<Cluster> {
  await using stack = new AsyncDisposableStack();
  const url = options.databaseUrl ?? stack.use(await createTestDatabase()).url;
  const redis = backend === "redis" ? stack.use(await startRedis()) : undefined;
  const redisCluster = backend === "redis-cluster" ? stack.use(await startRedisCluster()) : undefined;
  const db = createDatabase({ url, max: 4 });
  stack.defer(() => db.destroy());
  const { teamId, userId } = await createTeam(db, {
    name: "Test",
    onConflict: "prefer",
    owner: { email: "owner@example.com", name: "Olga" },
  });
  const { key } = await createKey(db, { teamId, userId, name: "test" });
  const env = {
    DATABASE_URL: url,
    QUEUE_URL: (redis ?? redisCluster)?.url ?? url,
    CHUNK_LOCK_MS: String(LOCK_MS),
    WAIT_MS: "30000",
  };
  const apps: TestApp[] = [];
  stack.defer(() => {
    const alarm = apps
      .map((app) => app.output())
      .find((output) => output.includes('"msg":"the queue has lost'));
    if (alarm !== undefined && !options.mayLose) throw new Error(`A false alarm:\n${alarm}`);
  });
  const owned = stack.move();
  function own<App extends TestApp>(app: App): App {
    apps.push(app);
    return owned.use(app);
  }

  return {
    db,
    url,
    teamId,
    key,
    redis,
    redisCluster,
    startApi: async (more = {}) => own(await startApp("api", { ...env, ...more })),
    startWorker: async (more = {}) => own(await startApp("worker", { ...env, ...more })),
    spawnApi: async (more = {}, script) =>
      own(await spawnApp("api", { ...env, ...more }, script ? { script } : {})),
    spawnWorker: async (more = {}, script) =>
      own(await spawnApp("worker", { ...env, ...more }, script ? { script } : {})),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}
