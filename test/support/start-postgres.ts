import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startEmbeddedPostgres } from "@onefold/embedded";
import { clearLeftovers } from "./clear-leftovers.ts";
import { copyTemplate } from "./copy-template.ts";
import { createTemplate } from "./create-template.ts";
import { withDatabase } from "./with-database.ts";

export interface TestPostgres extends AsyncDisposable {
  readonly url: string;
  /** Makes a database with the schemas of the records and of the queue, and returns its URL. */
  createDatabase(): Promise<string>;
}

/** Of the temporary folders of a run. */
export const FOLDER_PREFIX = "onefold-test-";

/**
 * Starts a Postgres in a temporary folder, with everything as it is in use: fsync is on too.
 * @param settings of the server besides
 */
export async function startPostgres(settings: Readonly<Record<string, string>> = {}): Promise<TestPostgres> {
  await clearLeftovers(FOLDER_PREFIX);
  await using starting = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), FOLDER_PREFIX));
  starting.defer(() => rm(folder, { recursive: true, force: true }));
  const postgres = await startEmbeddedPostgres({
    dataDir: folder,
    // All tests share it, with more processes than one deployment has; its lock table is as large as both together.
    settings: { max_connections: "400", max_locks_per_transaction: "256", ...settings },
  });
  // Another folder, where Postgres' user can't reach the temporary one.
  starting.defer(() => rm(postgres.home, { recursive: true, force: true }));
  starting.use(postgres);
  await createTemplate(postgres.url);
  const running = starting.move();
  return {
    url: postgres.url,
    createDatabase: () => withDatabase(postgres.url, (db) => copyTemplate(db, postgres.url)),
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}
