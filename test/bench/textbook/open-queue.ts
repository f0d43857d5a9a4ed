import { createPostgresBackend, createRedisBackend, withBackend } from "bullmq";
import type { Upsert } from "../upsert/upsert.ts";

const onRedis = withBackend(createRedisBackend);
const onPostgres = withBackend(createPostgresBackend);

/** The tables that `migrate` made in this variant's own database, where nobody else uses them. */
const SCHEMA = "onefold_queue";
const NAME = "textbook";

/** As BullMQ's documentation opens a queue, on the store that the URL names. */
export async function openQueue(url: string) {
  const queue = isRedis(url)
    ? new onRedis.Queue<Upsert>(NAME, { connection: { url } })
    : new onPostgres.Queue<Upsert>(NAME, { connection: { connectionString: url, schema: SCHEMA } });
  await queue.waitUntilReady();
  return {
    add: (upsert: Upsert) => queue.add("upsert", upsert, { attempts: 5, removeOnComplete: true }),
    close: () => queue.close(),
  };
}

/** As BullMQ's documentation starts a worker. */
export async function openWorker(
  url: string,
  concurrency: number,
  commit: (upsert: Upsert) => Promise<void>,
) {
  const worker = isRedis(url)
    ? new onRedis.Worker<Upsert>(NAME, ({ data }) => commit(data), {
        concurrency,
        connection: { url, maxRetriesPerRequest: null },
      })
    : new onPostgres.Worker<Upsert>(NAME, ({ data }) => commit(data), {
        concurrency,
        connection: { connectionString: url, schema: SCHEMA, max: WORKER_CONNECTIONS },
      });
  worker.on("failed", (_job, error) => process.stderr.write(`a textbook job failed: ${error.message}\n`));
  worker.on("error", (error) => process.stderr.write(`the textbook worker: ${error.message}\n`));
  await worker.waitUntilReady();
  return { close: () => worker.close() };
}

const WORKER_CONNECTIONS = 16;

function isRedis(url: string): boolean {
  return url.startsWith("redis");
}
