import { createDatabase } from "@onefold/database";
import type { Database } from "@onefold/database";
import type { Bench } from "../bench.ts";
import { startChild } from "../child/start-child.ts";
import { ASYNC } from "../load/send-rows.ts";
import type { Target } from "../load/send-rows.ts";
import type { BackendName } from "../options.ts";
import { queueUrl } from "../queue-url.ts";
import { readSpent } from "./spent.ts";
import type { Spent } from "./spent.ts";
import { startApp } from "./start-app.ts";
import { throughDelay } from "./through-delay.ts";
import type { WorkerOrder } from "./worker-process.ts";

export interface Onefold {
  /** The same API with and without `Prefer: respond-async`. */
  readonly async: Target;
  readonly sync: Target;
  readonly db: Database;
  /** Reads what its processes and the stores have spent so far, undefined where the system doesn't tell. */
  readSpent(): Promise<Spent | undefined>;
  /** Starts the workers, or stops them; they stay as they are otherwise. */
  runWorkers(run: boolean): Promise<void>;
}

/** An API process and workers on a database of their own. */
export async function startOnefold(bench: Bench, backend: BackendName): Promise<Onefold> {
  const { owned, signal, stores, auth, options } = bench;
  const databaseUrl = await stores.createDatabase();
  const env = {
    DATABASE_URL: databaseUrl,
    QUEUE_URL: queueUrl(stores, backend, databaseUrl),
    LOG_LEVEL: "info",
    LOG_PRETTY: "0",
  };
  const execArgv = options.profile === undefined ? [] : ["--cpu-prof", `--cpu-prof-dir=${options.profile}`];
  const api = owned.use(await startApp("api", { env, execArgv, signal }));
  const script = new URL("./worker-process.ts", import.meta.url);
  const workerEnv = { ...env, DATABASE_URL: await throughDelay(databaseUrl, options.postgresDelay, owned) };
  const workers = await Promise.all(
    Array.from({ length: options.workers }, () =>
      startChild<WorkerOrder, void>(script, { env: workerEnv, execArgv, signal }),
    ),
  );
  for (const worker of workers) owned.use(worker);
  const db = owned.adopt(createDatabase({ url: databaseUrl, max: 1 }), async (each) => each.destroy());
  let running = false;
  return {
    async: {
      port: api.port,
      headers: { ...auth, ...ASYNC },
      mix: stores.mix,
      keys: options.keys,
      nextRow: 0,
    },
    // Rows far from the others', so that all are new people.
    sync: { port: api.port, headers: auth, mix: stores.mix, keys: options.keys, nextRow: 100_000_000 },
    db,
    readSpent: () => readSpent(db, { api: api.pid, workers: workers.map(({ pid }) => pid) }),
    async runWorkers(run) {
      if (run === running) return;
      running = run;
      await Promise.all(workers.map((worker) => worker.ask({ run })));
    },
  };
}
