import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensureBuilt } from "@onefold/console/build";
import { lockFolder } from "@onefold/embedded";
import type { TestProject } from "vitest/node";
import { clearRedisLeftovers } from "./clear-redis-leftovers.ts";
import { FOLDER_PREFIX, startPostgres } from "./start-postgres.ts";

declare module "vitest" {
  export interface ProvidedContext {
    /** A superuser's URL of the run's Postgres; tests work in databases of their own. */
    postgresUrl: string;
    /** For what `copyCluster` copies. */
    clusterFolder: string;
  }
}

/** Starts the run's Postgres before the first test file, and stops it after the last. What is served is built as it is now. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const problem = await ensureBuilt();
  if (problem !== undefined) throw new Error(`The console can't be built: ${problem}`);
  const postgres = await startPostgres();
  project.provide("postgresUrl", postgres.url);
  const folder = await mkdtemp(join(tmpdir(), FOLDER_PREFIX));
  // Postgres' user passes through it. While it is locked, no other run takes it for a leftover.
  await chmod(folder, 0o711);
  const lock = lockFolder(folder);
  project.provide("clusterFolder", folder);
  return async () => {
    await clearRedisLeftovers();
    await postgres[Symbol.asyncDispose]();
    lock[Symbol.dispose]();
    await rm(folder, { recursive: true, force: true });
  };
}
