import type { JobsOptions, WorkerOptions } from "bullmq";

/** The queues, by name: single requests in one, the rows of uploads in the other. */
export const LANES = ["interactive", "bulk"] as const;
export type Lane = (typeof LANES)[number];

/** The name of the jobs that the version before added; now the name holds the names of the items. */
export const CHUNK = "chunk";

/** Chunks never die: at the longest delay this many attempts outlast the receipts by far. */
const ATTEMPTS = 100_000;
const FIRST_RETRY_MS = 200;
const LONGEST_RETRY_MS = 30_000;

/** How a chunk is added. */
export function chunkJobOptions(chunkId: string): JobsOptions {
  return {
    jobId: chunkId,
    attempts: ATTEMPTS,
    // BullMQ's own "exponential" has no cap: after 50 failures it would wait for years.
    backoff: { type: "capped" },
    // Retention by count cost up to 12x on Postgres; what became of an item is told by its receipt.
    removeOnComplete: true,
    // Kept for the sweeper.
    removeOnFail: false,
    // Else every attempt adds its stack to the row.
    stackTraceLimit: 1,
  };
}

/** Exponential, capped, with jitter so that chunks that failed together don't come back together. */
export function retryDelayMs(attemptsMade: number): number {
  const longest = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(attemptsMade - 1, 20));
  return Math.ceil(longest * (0.5 + Math.random() / 2));
}

export interface WorkerSettings {
  /** Chunks at once. */
  concurrency: number;
  /** How long a worker may be silent before its chunks are taken for lost. */
  lockMs: number;
  /** How often lost chunks are looked for. */
  stalledMs: number;
}

/** How a Worker takes chunks. */
export function workerOptions(settings: WorkerSettings): Omit<WorkerOptions, "connection"> {
  return {
    concurrency: settings.concurrency,
    // Renewed at half of it by a timer of this process. What blocks the event loop for longer gives the
    // chunk to another worker as well, which the receipts make harmless.
    lockDuration: settings.lockMs,
    // A killed worker's chunk comes back after the lock has run out and one to two of these checks.
    stalledInterval: settings.stalledMs,
    // The default of 1 overrides `attempts`: two kill -9 failed a job with 10 attempts for good.
    maxStalledCount: ATTEMPTS,
    // How long one idle wait lasts. An add ends it at once (a marker on Redis, NOTIFY on Postgres), so
    // this is only the net under a lost wake-up.
    drainDelay: 5,
    // The default keeps a worker asleep for 15 s after its store is back.
    runRetryDelay: 1_000,
    settings: { backoffStrategy: (attemptsMade) => retryDelayMs(attemptsMade) },
  };
}
