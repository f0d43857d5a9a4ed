import { createDatabase } from "@onefold/database";
import type { Database } from "@onefold/database";
import { findFreePort } from "@onefold/embedded";
import { startProcess } from "./start-process.ts";
import type { LookedProcess } from "./start-process.ts";

/** Where it keeps its things. */
export interface Stores {
  readonly databaseUrl: string;
  readonly queueUrl: string;
}

/** An API and a worker, as processes. */
export interface Service extends AsyncDisposable {
  readonly port: number;
  readonly db: Database;
  readonly stores: Stores;
  readonly api: LookedProcess;
  readonly worker: LookedProcess;
  /** By what they are: no answer may tell one. */
  readonly secrets: ReadonlyMap<string, string>;
}

const JOB_ID_SECRET = "the secret of the job ids of the fuzz";

/** What bounds a request is smaller than by default, so that requests reach the bounds cheaply. */
const SETTINGS = {
  HOST: "127.0.0.1",
  JOB_ID_SECRET,
  TRUSTED_PROXIES: "127.0.0.1",
  WAIT_MS: "2000",
  UPLOAD_MAX_BYTES: String(8 * 1024 * 1024),
  DATABASE_SLOW_POOL: "20",
};

export async function startService(stores: Stores, signal: AbortSignal): Promise<Service> {
  await using starting = new AsyncDisposableStack();
  const port = await findFreePort();
  const env = {
    ...SETTINGS,
    DATABASE_URL: stores.databaseUrl,
    QUEUE_URL: stores.queueUrl,
    PORT: String(port),
  };
  const [api, worker] = await Promise.all([
    startProcess("api", env, signal).then((each) => starting.use(each)),
    startProcess("worker", env, signal).then((each) => starting.use(each)),
  ]);
  const db = starting.adopt(createDatabase({ url: stores.databaseUrl, max: 4 }), (each) => each.destroy());
  const lifetime = starting.move();
  return {
    port,
    db,
    stores,
    api,
    worker,
    secrets: new Map([
      ["the secret of the job ids", JOB_ID_SECRET],
      ["the address of the database", stores.databaseUrl],
      ["the address of the queue", stores.queueUrl],
    ]),
    [Symbol.asyncDispose]: () => lifetime.disposeAsync(),
  };
}
