import { createDatabase } from "@onefold/database";
import { answerParent } from "../child/answer-parent.ts";
import { commitJob } from "./commit-job.ts";
import { openWorker } from "./open-queue.ts";

/** Starts the textbook's worker, or stops it where the concurrency is 0. */
export interface TextbookWorkerOrder {
  readonly concurrency: number;
}

const { QUEUE_URL = "", DATABASE_URL = "" } = process.env;
let stop = async () => {};

await answerParent(async ({ concurrency }: TextbookWorkerOrder): Promise<void> => {
  await stop();
  stop = async () => {};
  if (concurrency === 0) return;
  const db = createDatabase({ url: DATABASE_URL, max: concurrency });
  const worker = await openWorker(QUEUE_URL, concurrency, (job) => commitJob(db, job));
  stop = async () => {
    await worker.close();
    await db.destroy();
  };
});
await stop();
