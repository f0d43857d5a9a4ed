import type { TestProject } from "vitest/node";
import { clearRedisLeftovers } from "./clear-redis-leftovers.ts";
import { startPostgres } from "./start-postgres.ts";

declare module "vitest" {
  export interface ProvidedContext {
    /** A superuser's URL of the run's Postgres; tests work in databases of their own. */
    postgresUrl: string;
  }
}

/** Starts the run's Postgres before the first test file, and stops it after the last. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const postgres = await startPostgres();
  project.provide("postgresUrl", postgres.url);
  return async () => {
    await clearRedisLeftovers();
    await postgres[Symbol.asyncDispose]();
  };
}
