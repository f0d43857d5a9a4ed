import { readJobIdSecret, startDatabaseClock } from "@onefold/database";
import type { Database } from "@onefold/database";
import { createJobIds } from "@onefold/identity";
import type { JobIds } from "@onefold/identity";
import { openParkedChunks } from "@onefold/queue";
import type { ParkedChunks } from "@onefold/queue";
import { DAY_MS } from "@onefold/records";
import { withDatabase } from "../admin/with-database.ts";
import type { Config } from "../config.ts";
import { readRunning } from "../folder-files.ts";
import { reachStore } from "../reach-store.ts";

export interface Stores {
  readonly parked: ParkedChunks;
  readonly db: Database;
  readonly jobIds: JobIds;
  readonly namespace: string;
}

const START_MS = 5_000;

/**
 * Runs `use` on the stores of DATABASE_URL and QUEUE_URL, or of the running `onefold dev`. No API key is asked for: a
 * chunk holds items of several teams, so it is for who has the stores.
 * @throws CliError where one can't be reached
 */
export async function withParkedChunks<Result>(
  config: Config,
  use: (stores: Stores) => Promise<Result>,
): Promise<Result> {
  return await withDatabase(config, async (db) => {
    const queue = await queueOf(config);
    await reachStore("QUEUE_URL", queue.url, 0);
    await using time = await startDatabaseClock(db);
    await using parked = await openParkedChunks({
      ...queue,
      now: time.now,
      parkOlderThanMs: config.RECEIPT_RETENTION_DAYS * DAY_MS,
      startTimeoutMs: START_MS,
    });
    const jobIds = createJobIds(config.JOB_ID_SECRET ?? (await readJobIdSecret(db)));
    return await use({ parked, db, jobIds, namespace: queue.namespace });
  });
}

async function queueOf(config: Config) {
  const { DATABASE_URL, QUEUE_URL, QUEUE_NAMESPACE, DURABILITY } = config;
  const running = DATABASE_URL === undefined ? await readRunning(config.folder) : undefined;
  return {
    url: running?.stores.worker.QUEUE_URL ?? QUEUE_URL ?? DATABASE_URL ?? "",
    namespace: running?.queueNamespace ?? QUEUE_NAMESPACE,
    durability: DURABILITY,
  };
}
