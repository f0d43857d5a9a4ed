import { createIORedisClient } from "bullmq";
import type { IRedisTransaction, Queue } from "bullmq";
import type { Redis } from "ioredis";
import { chunkJobOptions } from "../../chunk-job.ts";
import { QueueUnavailableError } from "../../queue-unavailable-error.ts";
import type { NewChunk } from "../backend.ts";
import type { ScriptedCluster } from "../redis/scripted-redis.ts";
import { TolerantJob } from "../redis/tolerant-job.ts";
import { primaryOf } from "./primary-of.ts";

/** A replica answers in a millisecond or two. One that is late for so long is taken for lost. */
const WAIT_MS = 1_000;

/** With these a server says that it did nothing (redis.io, "Redis cluster specification"). */
const REFUSED = /^(MOVED|ASK|TRYAGAIN|CLUSTERDOWN|READONLY|MASTERDOWN|LOADING|OOM|NOSCRIPT) /;

type BullQueue = Queue<unknown, unknown, string, unknown, unknown, string>;

export interface ConfirmedAdd {
  readonly queue: BullQueue;
  readonly cluster: ScriptedCluster;
  readonly slot: number;
  /** Whether a replica has to have it, too. */
  readonly replicated: boolean;
}

/**
 * Adds a chunk on the server that has the slot, and has a replica confirm it. WAIT is about the writes of its own
 * connection. Through the cluster's client the two could go to different servers, and the second, which wrote nothing,
 * would confirm at once. So both go to the connection itself, and where the slot has moved, that is an add that failed.
 */
export async function addConfirmed(
  { queue, cluster, slot, replicated }: ConfirmedAdd,
  { chunkId, name, data }: NewChunk,
): Promise<void> {
  const primary = primaryOf(cluster, slot);
  // A connection that isn't up would keep the add and send it later, when its caller has long been told that it failed.
  if (primary?.status === "wait") await primary.connect().catch(() => undefined);
  if (primary?.status !== "ready") {
    cluster.refreshSlotsCache();
    throw notAdded();
  }
  const job = new TolerantJob(queue, name, data, chunkJobOptions(chunkId), chunkId);
  const runCommand = (command: string, given: (string | number)[]) => run(cluster, primary, command, given);
  try {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    await job.addJob({ runCommand } as unknown as IRedisTransaction);
  } catch (error) {
    cluster.refreshSlotsCache();
    if (error instanceof Error && REFUSED.test(error.message)) throw notAdded(error);
    throw error;
  }
  if (!replicated || (await primary.wait(1, WAIT_MS)) >= 1) return;
  throw new QueueUnavailableError(
    "No replica of Redis confirmed the chunk in time; it may still be applied.",
    {
      reason: "not-durable",
      outcome: "unknown",
    },
  );
}

/** Runs one of BullMQ's scripts on that server. A connection gets the script when it is first asked for it. */
async function run(
  cluster: ScriptedCluster,
  primary: Redis,
  command: string,
  given: (string | number)[],
): Promise<unknown> {
  if (!Object.hasOwn(primary, command)) primary.defineCommand(command, cluster.scripts.of(command));
  return createIORedisClient(primary).runCommand(command, given);
}

function notAdded(cause?: unknown): QueueUnavailableError {
  return new QueueUnavailableError("The queue can't be reached; the item was not added.", {
    reason: "unreachable",
    outcome: "not-added",
    cause,
  });
}
