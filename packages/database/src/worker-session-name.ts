import { randomBytes } from "node:crypto";

/**
 * How the sessions of a worker are called in `pg_stat_activity`: with what it may lock at once, so that whoever looks
 * there sees what all workers may. Another name for each worker.
 */
export function workerSessionName(locksHeld: number): string {
  return `onefold worker, up to ${locksHeld} locks (${randomBytes(4).toString("hex")})`;
}

/** Finds that name again, in SQL. */
export const WORKER_SESSION = String.raw`^onefold worker, up to (\d+) locks \([0-9a-f]+\)$`;
