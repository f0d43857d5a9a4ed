import { setTimeout as delay } from "node:timers/promises";
import { createDatabase } from "@onefold/database";
import type { Database } from "@onefold/database";
import { BACKENDS } from "../deployment/options.ts";
import { between } from "./choose.ts";
import type { Fault } from "./fault.ts";

/** More than there can be. */
const SESSIONS = 300;
const AT_ONCE = 10;
const AGAIN_MS = 20;

/** Somebody takes every session that Postgres has left, and takes those that are let go of. */
export const exhaustSessions: Fault = {
  name: "Postgres out of sessions",
  backends: BACKENDS,
  async inject({ databaseUrl, links }, random, signal) {
    const db = createDatabase({ url: databaseUrl, max: SESSIONS, applicationName: "outsider" });
    const enough = new AbortController();
    const outsiders = Array.from({ length: AT_ONCE }, () => takeSessions(db, enough.signal));
    try {
      await delay(between(500, 1_500, random), undefined, { signal });
      // Who has sessions loses them, and finds no others.
      for (const proxy of [...links.apiToRecords, ...links.workerToRecords])
        if (random.chance(0.7)) proxy.cut();
      await delay(between(1_000, 5_000, random), undefined, { signal });
    } finally {
      enough.abort();
      await Promise.all(outsiders);
      await db.destroy();
    }
    return 1;
  },
};

/** Opens one after the other, and where there are none tries again; lets go of all of them at the end. */
async function takeSessions(db: Database, enough: AbortSignal): Promise<void> {
  const held: Promise<void>[] = [];
  while (!enough.aborted) {
    const taken = Promise.withResolvers<void>();
    const holding = db.connection().execute(async () => {
      taken.resolve();
      await untilAborted(enough);
    });
    holding.catch(taken.reject);
    held.push(holding.catch(() => {}));
    await taken.promise.catch(() => delay(AGAIN_MS));
  }
  await Promise.all(held);
}

async function untilAborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  signal.addEventListener("abort", () => resolve(), { once: true });
  await promise;
}
