import { ConfigError, readEnv, sharedVariables, wholeNumber } from "@onefold/process";

/** The worker's settings. This is the only place of it that reads the environment. */
export type Config = ReturnType<typeof readConfig>;

/** @throws ConfigError */
export function readConfig(env: Readonly<Record<string, string | undefined>>) {
  const config = readEnv(env, {
    ...sharedVariables,
    // Batches that commit at the same time. More of them only wait for each other's disk flush.
    WORKER_LANES: wholeNumber(1, 32, "a number of lanes", 3),
    // Chunks that a worker holds at once; each has at most 500 items.
    WORKER_CHUNKS: wholeNumber(1, 1_000, "a number of chunks", 32),
    // The same for the chunks of batches, of 100 rows each: somewhat more than the lanes take at once, and no
    // more, as what a worker holds is kept from the others.
    WORKER_BULK_CHUNKS: wholeNumber(1, 1_000, "a number of chunks", 20),
    BATCH_MAX_ITEMS: wholeNumber(1, 5_000, "a number of items", 500),
    // With three lanes and the one more it is half of what Postgres has by default.
    BATCH_MAX_LOCKS: wholeNumber(1, 20_000, "a number of identifiers", 800),
    // A worker that is silent for so long has lost its chunks, and others take them.
    CHUNK_LOCK_MS: wholeNumber(1_000, 600_000, "milliseconds", 15_000),
    // How long a repeat under an Idempotency-Key is known as one; clients are promised a day.
    IDEMPOTENCY_RETENTION_HOURS: wholeNumber(24, 87_600, "hours", 48),
    // What a rejected row gave in which nobody can be recognised: a deletion would not find it.
    REJECTED_INPUT_HOURS: wholeNumber(1, 87_600, "hours", 72),
    // A worker that takes no chunk for so long while chunks wait ends, to be started again.
    STUCK_MS: wholeNumber(1_000, 600_000, "milliseconds", 25_000),
    // How long a worker may finish what it holds after the signal to stop.
    DRAIN_MS: wholeNumber(0, 600_000, "milliseconds", 10_000),
    // Serves /livez, /readyz and /metrics; 0, the default, serves nothing.
    HEALTH_PORT: wholeNumber(0, 65_535, "a port number", 0),
  });
  // A repeat is answered from the receipt of its job, which has to be there.
  const receiptHours = config.RECEIPT_RETENTION_DAYS * 24;
  if (env["IDEMPOTENCY_RETENTION_HOURS"] && config.IDEMPOTENCY_RETENTION_HOURS > receiptHours)
    throw new ConfigError(
      "IDEMPOTENCY_RETENTION_HOURS can't be longer than RECEIPT_RETENTION_DAYS: lower it.",
    );
  return {
    ...config,
    IDEMPOTENCY_RETENTION_HOURS: Math.min(config.IDEMPOTENCY_RETENTION_HOURS, receiptHours),
    QUEUE_URL: config.QUEUE_URL ?? config.DATABASE_URL,
  };
}
