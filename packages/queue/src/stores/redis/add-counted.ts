import type { Queue } from "bullmq";
import { chunkJobOptions } from "../../chunk-job.ts";
import { QueueUnavailableError } from "../../queue-unavailable-error.ts";
import type { Backend } from "../backend.ts";
import { TolerantJob } from "./tolerant-job.ts";

/**
 * Adds a chunk and issues its clocks in one transaction: one trip, and one write to the disk. The clocks come after the
 * add, as BullMQ takes a key that is there already for a job; no worker sees the job between the two.
 */
export async function addCounted(
  queue: Queue<unknown, unknown, string, unknown, unknown, string>,
  clockKey: string,
  ...[{ chunkId, name, data }, count, floor]: Parameters<NonNullable<Backend["addCounted"]>>
): Promise<number> {
  const job = new TolerantJob(queue, name, data, chunkJobOptions(chunkId), chunkId);
  const client = await queue.backend.client;
  if (client.status !== "ready")
    throw new QueueUnavailableError("The queue can't be reached; the item was not added.", {
      reason: "unreachable",
      outcome: "not-added",
    });
  const transaction = client.multi();
  // What BullMQ's command answers comes with the others.
  await job.addJob(transaction);
  transaction.runCommand("onefoldChunkClocks", [clockKey, queue.toKey(chunkId), count, floor]);
  const answers = (await transaction.exec()) ?? [];
  for (const [error] of answers) if (error) throw error;
  return Number(answers.at(-1)?.[1]);
}
