import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createKey, createTeam, maintainReceipts } from "@onefold/records";
import { startPostgres } from "../../support/start-postgres.ts";
import { startRedis } from "../../support/start-redis.ts";
import { withDatabase } from "../../support/with-database.ts";
import type { BackendName } from "../options.ts";

/** A database with a team that has no contacts. */
export interface EmptyTeam {
  readonly databaseUrl: string;
  readonly queueUrl: string;
  readonly teamId: string;
  readonly userId: string;
  readonly key: string;
  readonly keyId: string;
}

export interface BulkStores extends AsyncDisposable {
  readonly postgresUrl: string;
  readonly redisUrl: string | undefined;
  /** For files, which Postgres can read, too. */
  readonly folder: string;
  /** In a database of its own. */
  createTeam(): Promise<EmptyTeam>;
}

/** Postgres with fsync, and Redis that writes each command to disk, in temporary folders and on free ports. */
export async function startBulkStores(backend: BackendName): Promise<BulkStores> {
  await using starting = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), "onefold-bulk-"));
  starting.defer(() => rm(folder, { recursive: true, force: true }));
  // Where we are root, Postgres is another user.
  await chmod(folder, 0o711);
  const postgres = starting.use(await startPostgres());
  const redis = backend === "redis" ? starting.use(await startRedis({ appendfsync: "always" })) : undefined;
  const lifetime = starting.move();
  return {
    folder,
    postgresUrl: postgres.url,
    redisUrl: redis?.url,
    async createTeam() {
      const databaseUrl = await postgres.createDatabase();
      const team = await withDatabase(databaseUrl, async (db) => {
        await maintainReceipts(db, { retentionDays: 30 });
        const owner = { email: "owner@example.com", name: "Olga" };
        const author = await createTeam(db, { name: "Bulk", owner });
        return { ...author, ...(await createKey(db, { ...author, name: "bench" })) };
      });
      return { ...team, databaseUrl, queueUrl: redis?.url ?? databaseUrl };
    },
    [Symbol.asyncDispose]: () => lifetime.disposeAsync(),
  };
}
