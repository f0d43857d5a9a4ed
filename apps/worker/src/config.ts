import { ConfigError, readEnv, sharedVariables, wholeNumber } from "@onefold/process";

/** The worker's settings. docs/settings.md is made from them. */
export const workerVariables = {
  ...sharedVariables,
  WORKER_SLOTS: wholeNumber(
    "Commits that run at the same time. More of them only wait for each other's disk flush.",
    { from: 1, to: 32, unit: "a number of slots", byDefault: 3 },
  ),
  WORKER_CHUNKS: wholeNumber("Chunks of single requests that a worker holds at once.", {
    from: 1,
    to: 1_000,
    unit: "a number of chunks",
    byDefault: 32,
  }),
  // The default is somewhat more than the slots take at once. It isn't higher, as what a worker holds is kept from the
  // others.
  WORKER_BULK_CHUNKS: wholeNumber(
    "Chunks of uploads that a worker holds beside them. What it holds is kept from other workers.",
    { from: 1, to: 1_000, unit: "a number of chunks", byDefault: 20 },
  ),
  COMMIT_MAX_ITEMS: wholeNumber("How many items one commit applies at most.", {
    from: 1,
    to: 5_000,
    unit: "a number of items",
    byDefault: 500,
  }),
  // With three slots and the one more, the default is half of what Postgres has by default.
  COMMIT_MAX_LOCKS: wholeNumber(
    "How many identifiers one commit locks at most. All slots together may use half of Postgres' lock table.",
    { from: 1, to: 20_000, unit: "a number of identifiers", byDefault: 800 },
  ),
  CHUNK_LOCK_MS: wholeNumber(
    "A worker that is silent for so long has lost its chunks, and others take them.",
    { from: 1_000, to: 600_000, unit: "milliseconds", byDefault: 15_000 },
  ),
  IDEMPOTENCY_RETENTION_HOURS: wholeNumber(
    "How long an `Idempotency-Key` is known; at most as long as receipts are kept.",
    { from: 24, to: 87_600, unit: "hours", byDefault: 48 },
  ),
  REJECTED_INPUT_HOURS: wholeNumber(
    "How long is kept what a rejected row gave in which nobody can be recognised: no deletion would find it.",
    { from: 1, to: 87_600, unit: "hours", byDefault: 72 },
  ),
  WEBHOOK_CONCURRENCY: wholeNumber(
    "How many webhooks a worker sends to at the same time, up to 8 messages to each.",
    { from: 1, to: 1_000, unit: "a number of webhooks", byDefault: 100 },
  ),
  WEBHOOK_TIMEOUT_MS: wholeNumber("How long a webhook has to answer.", {
    from: 100,
    to: 60_000,
    unit: "milliseconds",
    byDefault: 10_000,
  }),
  STUCK_MS: wholeNumber(
    "A worker that takes no chunk for so long while chunks wait ends, to be started again.",
    { from: 1_000, to: 600_000, unit: "milliseconds", byDefault: 25_000 },
  ),
  DRAIN_MS: wholeNumber("How long a worker may finish what it holds after the signal to stop.", {
    from: 0,
    to: 600_000,
    unit: "milliseconds",
    byDefault: 10_000,
  }),
  HEALTH_PORT: wholeNumber("The port of the worker's `/livez`, `/readyz` and `/metrics`; 0 serves nothing.", {
    from: 0,
    to: 65_535,
    unit: "a port number",
    byDefault: 0,
  }),
};

export type Config = ReturnType<typeof readConfig>;

/**
 * Reads the worker's settings. Nothing else in it reads the environment.
 * @throws ConfigError
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>) {
  const config = readEnv(env, workerVariables);
  // A repeat is answered from the receipt of its job, so the receipt has to be kept as long.
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
