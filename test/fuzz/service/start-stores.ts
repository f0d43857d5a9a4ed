import { maintainReceipts } from "@onefold/records";
import { startPostgres } from "../../support/start-postgres.ts";
import { startRedis } from "../../support/start-redis.ts";
import { withDatabase } from "../../support/with-database.ts";
import type { BackendName } from "../options.ts";
import type { Stores } from "./start-service.ts";

/** A Postgres, and a Redis where the queue is to lie there, in temporary folders and on free ports. */
export async function startStores(backend: BackendName): Promise<Stores & AsyncDisposable> {
  await using starting = new AsyncDisposableStack();
  const postgres = starting.use(await startPostgres());
  const redis = backend === "redis" ? starting.use(await startRedis()) : undefined;
  const databaseUrl = await postgres.createDatabase();
  await withDatabase(databaseUrl, (db) => maintainReceipts(db, { retentionDays: 30 }));
  const lifetime = starting.move();
  return {
    databaseUrl,
    queueUrl: redis?.url ?? databaseUrl,
    [Symbol.asyncDispose]: () => lifetime.disposeAsync(),
  };
}
