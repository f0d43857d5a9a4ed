import type { JobsOptions, WorkerOptions } from "bullmq";

/** The queues by name: single requests in one, the rows of uploads in the other. */
export const LANES = ["interactive", "bulk"] as const;
export type Lane = (typeof LANES)[number];

/** The name of the jobs that the version before added. Now a job's name holds the names of the items. */
export const CHUNK = "chunk";

/** Chunks never end by failing: at the longest delay this many attempts outlast the receipts by far. */
const ATTEMPTS = 100_000;
const FIRST_RETRY_MS = 200;
const LONGEST_RETRY_MS = 30_000;

/** Gives the options by which a chunk is added. */
export function chunkJobOptions(chunkId: string): JobsOptions {
  return {
    jobId: chunkId,
    attempts: ATTEMPTS,
    // BullMQ's own "exponential" has no cap: after 50 failures it would wait for years.
    backoff: { type: "capped" },
    // Retention by count cost up to 12x on Postgres. The receipt of an item tells what became of it.
    removeOnComplete: true,
    // The job is kept for the sweeper.
    removeOnFail: false,
    // Without this, every attempt adds its stack to the row.
    stackTraceLimit: 1,
  };
}

/** Gives the options by which a turn is added: nothing of it stays, so that its id can be added again. */
export function turnJobOptions(id: string): JobsOptions {
  return { jobId: id, removeOnComplete: true, removeOnFail: true };
}

/**
 * Gives a delay that grows exponentially up to a cap. It is random within bounds, so that chunks that failed together
 * don't come back together.
 */
export function retryDelayMs(attemptsMade: number): number {
  const longest = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(attemptsMade - 1, 20));
  return Math.ceil(longest * (0.5 + Math.random() / 2));
}

export interface WorkerSettings {
  /** How many chunks are handled at once. */
  concurrency: number;
  /** How long a worker may be silent before its chunks are taken for lost. */
  lockMs: number;
  /** How often lost chunks are looked for. */
  stalledMs: number;
}

/** Gives the options by which a Worker takes chunks. */
export function workerOptions(settings: WorkerSettings): Omit<WorkerOptions, "connection"> {
  return {
    concurrency: settings.concurrency,
    // A timer of this process renews the lock at half of this time. If something blocks the event loop for longer,
    // another worker gets the chunk as well. The receipts make that harmless.
    lockDuration: settings.lockMs,
    // A killed worker's chunk comes back after the lock has run out and one to two of these checks.
    stalledInterval: settings.stalledMs,
    // The default of 1 overrides `attempts`: two kill -9 failed a job with 10 attempts for good.
    maxStalledCount: ATTEMPTS,
    // How long one idle wait lasts. An add ends it at once (by a marker on Redis, by NOTIFY on Postgres), so this
    // matters only if a wake-up is lost.
    drainDelay: 5,
    // With the default a worker would sleep for 15 s after its store is back.
    runRetryDelay: 1_000,
    settings: { backoffStrategy: (attemptsMade) => retryDelayMs(attemptsMade) },
  };
}
