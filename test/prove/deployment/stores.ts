import { execFile } from "node:child_process";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { migrate } from "@onefold/database";
import { prepareQueue } from "@onefold/queue";
import { prepareRateLimits } from "@onefold/rate-limits";
import { startRedisCluster } from "../../support/start-redis-cluster.ts";
import type { TestRedisCluster } from "../../support/start-redis-cluster.ts";
import { withDatabase } from "../../support/with-database.ts";
import { QUEUE_FOLDER, RECORDS_FOLDER } from "./clear-leftovers.ts";
import type { DeploymentOptions } from "./options.ts";
import { startPostgresServer } from "./postgres-server.ts";
import type { PostgresServer } from "./postgres-server.ts";
import { startRedisServer } from "./redis-server.ts";
import type { RedisServer } from "./redis-server.ts";
import { findStablePort } from "./stable-port.ts";
import { mountSmallDisk } from "./small-disk.ts";
import type { SmallDisk } from "./small-disk.ts";

const run = promisify(execFile);

/** Where the records and the queue are. */
export interface Stores {
  readonly postgres: PostgresServer;
  /** Where the queue is on one Redis. */
  readonly redis: RedisServer | undefined;
  /** Where the queue is on a cluster. */
  readonly redisCluster: TestRedisCluster | undefined;
  /** Where the options have one. */
  readonly smallDisk: SmallDisk | undefined;
  /** Brings the schemas of both to the newest, as `migrate` does; nothing where they are. */
  migrate(): Promise<void>;
}

/**
 * Starts them in folders of this one, with their schemas.
 * @param previousSources the tree of sources whose `migrate` makes the schemas, where it isn't ours
 */
export async function startStores(
  options: DeploymentOptions,
  folder: string,
  previousSources: string | undefined,
  owned: AsyncDisposableStack,
): Promise<Stores> {
  const folders = { records: join(folder, RECORDS_FOLDER), queue: join(folder, QUEUE_FOLDER) };
  await mkdir(folders.queue);
  const small = options.smallDisk;
  const smallDisk = small && owned.use(await mountSmallDisk(folders[small.of], small.megabytes));
  const postgres = owned.use(
    await startPostgresServer({
      folder: folders.records,
      ...(options.postgresSettings && { settings: options.postgresSettings }),
    }),
  );
  const startRedis = async () =>
    owned.use(
      await startRedisServer({
        parent: folders.queue,
        ...(options.redisSettings && { settings: options.redisSettings }),
      }),
    );
  const redis = options.backend === "redis" ? await startRedis() : undefined;
  const redisCluster =
    options.backend === "redis-cluster"
      ? owned.use(await startRedisCluster({ parent: folders.queue, findPort: findStablePort }))
      : undefined;
  const queueUrl = (redis ?? redisCluster ?? postgres).url;
  const stores = { postgres, redis, redisCluster, smallDisk, migrate: () => prepare(postgres.url, queueUrl) };
  if (previousSources === undefined) await stores.migrate();
  else await migrateBy(previousSources, postgres.url, queueUrl);
  return stores;
}

async function prepare(postgresUrl: string, url: string): Promise<void> {
  await withDatabase(postgresUrl, migrate);
  await prepareQueue({ url, durability: "strict" });
  await prepareRateLimits({ url, namespace: "onefold" });
}

async function migrateBy(sources: string, postgresUrl: string, queueUrl: string): Promise<void> {
  const env = { PATH: process.env["PATH"] ?? "", DATABASE_URL: postgresUrl, QUEUE_URL: queueUrl };
  await run(process.execPath, [join(sources, "apps/cli/src/main.ts"), "migrate"], { env });
}
