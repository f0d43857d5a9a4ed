import { setTimeout as delay } from "node:timers/promises";
import { createDatabase } from "@onefold/database";
import { highestClock } from "@onefold/records";
import type { Load, LoadResult } from "../load/load.ts";
import { ASYNC, sendRows } from "../load/send-rows.ts";
import type { Target } from "../load/send-rows.ts";
import { startApp } from "../onefold/start-app.ts";
import type { BackendName } from "../options.ts";
import { queueUrl } from "../queue-url.ts";
import { bodyOf } from "../rows.ts";
import type { Stores } from "../stores.ts";
import { untilCommitted } from "../until-committed.ts";
import type { Options } from "./options.ts";
import { watchMemory } from "./watch-memory.ts";

export interface Overload {
  readonly backend: BackendName;
  /** Items that are committed per second when a few connections post. */
  readonly capacity: number;
  readonly flood: LoadResult;
  /** All of these have ended, and were applied. */
  readonly accepted: number;
  /** Per second, from the flood's begin until the last of them. */
  readonly committed: number;
  /** From the flood's end until a request was accepted. */
  readonly acceptedAgainMs: number;
  /** From the flood's end until all had ended. */
  readonly drainedMs: number;
  /** Megabytes resident, second by second from the flood's begin. */
  readonly memory: Readonly<Record<"api" | "worker", readonly number[]>>;
}

interface Setting {
  readonly stores: Stores;
  readonly load: Load;
  readonly backend: BackendName;
  readonly options: Options;
  readonly signal: AbortSignal;
  log(line: string): void;
}

/** As it is, a worker commits what an API process accepts on the same cores, and no flood would last. */
const SLOW = { WORKER_SLOTS: "1", COMMIT_MAX_ITEMS: "20" };
const CAPACITY_SECONDS = 8;
const WARM_SECONDS = 3;
const PROBE_EVERY_MS = 50;
/** What is accepted or refused; anything else ends the run as failed. */
const STATUSES = [202, 503];

/** Floods an API with one worker, and waits until nothing is left of it. */
export async function measureOverload(setting: Setting): Promise<Overload> {
  const { stores, load, backend, options, signal, log } = setting;
  await using owned = new AsyncDisposableStack();
  const databaseUrl = await stores.createDatabase();
  const env = {
    DATABASE_URL: databaseUrl,
    QUEUE_URL: queueUrl(stores, backend, databaseUrl),
    LOG_LEVEL: "silent",
    LOG_PRETTY: "0",
  };
  const api = owned.use(await startApp("api", { env, signal }));
  const worker = owned.use(await startApp("worker", { env: { ...env, ...SLOW }, signal }));
  const db = owned.adopt(createDatabase({ url: databaseUrl, max: 1 }), async (each) => each.destroy());
  const headers = { Authorization: `Bearer ${stores.apiKey}` };
  const target = { port: api.port, headers: { ...headers, ...ASYNC }, mix: stores.mix, nextRow: 0 };

  const afterAll = async (afterClock: number, count: number) =>
    await untilCommitted(db, { afterClock, count, signal });

  log(`${backend}: what is committed when no more is asked for`);
  const warmClock = await highestClock(db);
  const warm = await sendRows(load, target, { connections: 32, seconds: WARM_SECONDS });
  await afterAll(warmClock, warm.answered);
  const calmClock = await highestClock(db);
  const calmAt = Date.now();
  const calm = await sendRows(load, target, { connections: 32, seconds: CAPACITY_SECONDS });
  const capacity = (calm.answered * 1_000) / ((await afterAll(calmClock, calm.answered)) - calmAt);

  log(`${backend}: the flood`);
  const floodClock = await highestClock(db);
  const memory = { api: owned.use(watchMemory(api.pid)), worker: owned.use(watchMemory(worker.pid)) };
  const floodAt = Date.now();
  const flood = await sendRows(load, target, {
    connections: options.connections,
    seconds: options.seconds,
    statuses: STATUSES,
  });
  const floodEndedAt = Date.now();
  const acceptedAgainMs = await untilAccepted(target, signal);
  log(`${backend}: all that was accepted ends`);
  const accepted = (flood.byStatus[202] ?? 0) + 1;
  const lastAt = await afterAll(floodClock, accepted);
  return {
    backend,
    capacity,
    flood,
    accepted,
    committed: (accepted * 1_000) / (lastAt - floodAt),
    acceptedAgainMs,
    drainedMs: Math.max(0, lastAt - floodEndedAt),
    memory: { api: memory.api.seen, worker: memory.worker.seen },
  };
}

/** @returns after so many milliseconds a new request is accepted */
async function untilAccepted(target: Target, signal: AbortSignal): Promise<number> {
  const startedAt = performance.now();
  for (;;) {
    const answer = await fetch(`http://127.0.0.1:${target.port}/api/contacts`, {
      method: "POST",
      headers: { ...target.headers, "Content-Type": "application/json" },
      body: bodyOf(target.mix, target.nextRow++),
      signal,
    });
    await answer.arrayBuffer();
    if (answer.status === 202) return performance.now() - startedAt;
    await delay(PROBE_EVERY_MS, undefined, { signal });
  }
}
