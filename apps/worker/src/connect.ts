import {
  createDatabase,
  IDLE_IN_TRANSACTION_MS,
  PEER_TIMEOUT_MS,
  workerSessionName,
} from "@onefold/database";
import type { Database, DatabaseOptions } from "@onefold/database";
import type { Logger } from "pino";
import type { Config } from "./config.ts";

/** How long a transaction of a worker may take. The statements of one that is too large are given up before. */
const TRANSACTION_MS = 60_000;

/**
 * Connects for the commits: a connection for each slot, for the one more, and for what is rejected unread. If a process
 * stands still with such a session, the others lose seconds.
 */
export function connectForCommits(config: Config, log: Logger): Database {
  return open(config, log, {
    max: config.WORKER_SLOTS + 2,
    transactionTimeoutMs: TRANSACTION_MS,
    // A distributed engine plans for one team's machine, so it has to know the team: it can't keep a plan for any.
    byIndex: config.DATABASE_DISTRIBUTED === "0",
  });
}

/**
 * Connects for what may take long: the ends of jobs, the upkeep of receipts, the sweeper and the checks. One of these
 * sessions is always open, so that the other workers see this one.
 */
export function connectForHousekeeping(config: Config, log: Logger): Database {
  return open(config, log, { max: 3, applicationName: workerSessionName(locksHeldBy(config)) });
}

/** Connects for webhooks: their feeds, their messages and how attempts went. It opens none while there are none. */
export function connectForWebhooks(config: Config, log: Logger): Database {
  return open(config, log, { max: 4, byIndex: config.DATABASE_DISTRIBUTED === "0" });
}

/** Gives the most locks that this worker has at once: those of all slots and of the one more. */
export function locksHeldBy(config: Config): number {
  return (config.WORKER_SLOTS + 1) * config.COMMIT_MAX_LOCKS;
}

function open(
  config: Config,
  log: Logger,
  more: Pick<DatabaseOptions, "max" | "transactionTimeoutMs" | "applicationName" | "byIndex">,
): Database {
  return createDatabase({
    url: config.DATABASE_URL,
    statementTimeoutMs: 30_000,
    // Commits don't wait for items' locks, so this limits the wait for a lock on a whole table.
    lockTimeoutMs: 3_000,
    idleInTransactionMs: IDLE_IN_TRANSACTION_MS,
    peerTimeoutMs: PEER_TIMEOUT_MS,
    applicationName: "onefold worker",
    onError: (error) => log.warn({ err: error }, "an idle database connection broke"),
    ...more,
  });
}
