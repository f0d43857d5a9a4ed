import { randomBytes } from "node:crypto";

/**
 * Gives the name of a worker's sessions in `pg_stat_activity`. It says how many locks the worker may hold at once, so
 * whoever looks there sees it of all workers. Each worker has another name.
 */
export function workerSessionName(locksHeld: number): string {
  return `onefold worker, up to ${locksHeld} locks (${randomBytes(4).toString("hex")})`;
}

/** A pattern, for SQL, that finds such a name. */
export const WORKER_SESSION = String.raw`^onefold worker, up to (\d+) locks \([0-9a-f]+\)$`;
