import {
  createDatabase,
  IDLE_IN_TRANSACTION_MS,
  PEER_TIMEOUT_MS,
  workerSessionName,
} from "@onefold/database";
import type { Database, DatabaseOptions } from "@onefold/database";
import type { Logger } from "pino";
import type { Config } from "./config.ts";

/** What a transaction of a worker may take; the statements of one that is too large are given up before. */
const TRANSACTION_MS = 60_000;

/**
 * For the commits: a connection for each slot, for the one more, and for the notifications. Whoever stands still
 * with such a session costs the others seconds.
 */
export function connectForCommits(config: Config, log: Logger): Database {
  return open(config, log, { max: config.WORKER_SLOTS + 2, transactionTimeoutMs: TRANSACTION_MS });
}

/**
 * For what may take long: the ends of jobs, the upkeep of receipts; and for the sweeper and the checks. There is
 * always a session, so that the other workers see this one.
 */
export function connectForHousekeeping(config: Config, log: Logger): Database {
  return open(config, log, { max: 3, applicationName: workerSessionName(locksHeldBy(config)) });
}

/** The most locks that this worker has at once: those of all slots and of the one more. */
export function locksHeldBy(config: Config): number {
  return (config.WORKER_SLOTS + 1) * config.COMMIT_MAX_LOCKS;
}

function open(
  config: Config,
  log: Logger,
  more: Pick<DatabaseOptions, "max" | "transactionTimeoutMs" | "applicationName">,
): Database {
  return createDatabase({
    url: config.DATABASE_URL,
    statementTimeoutMs: 30_000,
    // Commits wait for no item's locks, so this is for whoever has a whole table.
    lockTimeoutMs: 3_000,
    idleInTransactionMs: IDLE_IN_TRANSACTION_MS,
    peerTimeoutMs: PEER_TIMEOUT_MS,
    applicationName: "onefold worker",
    onError: (error) => log.warn({ err: error }, "an idle database connection broke"),
    ...more,
  });
}
