import { setTimeout as delay } from "node:timers/promises";
import { isOutage, pendingMigrations } from "@onefold/database";
import type { Database } from "@onefold/database";
import type { Logger } from "pino";
import { StartError } from "./start-error.ts";

const PATIENCE_MS = 30_000;
const PAUSE_MS = 500;
const TELL_MS = 10_000;

/**
 * Waits until the database answers. A BullMQ queue that is built while its Postgres is down never recovers, and says
 * nothing.
 * @throws StartError where it stays away, refuses us, or lacks migrations
 */
export async function waitForDatabase(db: Database, log: Logger, stop?: AbortSignal): Promise<void> {
  const giveUpAt = performance.now() + PATIENCE_MS;
  let toldAt = -Infinity;
  for (;;) {
    try {
      if ((await pendingMigrations(db)).length === 0) return;
      throw new StartError("The database at DATABASE_URL lacks migrations: run `npx onefold migrate` first.");
    } catch (error) {
      if (error instanceof StartError) throw error;
      if (!isOutage(error) || performance.now() > giveUpAt) throw unusable(error);
      if (performance.now() - toldAt >= TELL_MS) {
        log.warn({ why: reasonOf(error) }, "waiting for the database");
        toldAt = performance.now();
      }
    }
    await delay(PAUSE_MS, undefined, { signal: stop });
  }
}

function unusable(cause: unknown): StartError {
  return new StartError(`The database at DATABASE_URL can't be used: ${reasonOf(cause)}.`, { cause });
}

function reasonOf(cause: unknown): string {
  return cause instanceof Error && cause.message !== "" ? cause.message : "no answer";
}
