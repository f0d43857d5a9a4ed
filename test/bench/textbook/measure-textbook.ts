import { createDatabase } from "@onefold/database";
import type { Database } from "@onefold/database";
import { highestClock } from "@onefold/records";
import type { Bench } from "../bench.ts";
import { startChild } from "../child/start-child.ts";
import type { Child } from "../child/start-child.ts";
import { ASYNC, sendRows } from "../load/send-rows.ts";
import type { Target } from "../load/send-rows.ts";
import type { BackendName } from "../options.ts";
import { queueUrl } from "../queue-url.ts";
import { untilCommitted } from "../until-committed.ts";
import type { TextbookWorkerOrder } from "./worker-process.ts";

const CONCURRENCIES = [4, 16, 64];
/** About what it commits in a second, so that draining takes about as long as accepting. */
const BACKLOG_PER_SECOND = 1_500;

/** (b) The textbook way, at the best of its concurrencies. */
export async function startTextbook(bench: Bench, backend: BackendName): Promise<() => Promise<void>> {
  const textbook = await startProcesses(bench, backend);
  const concurrency = await findBest(bench, textbook);
  bench.log(`(b) is best at a concurrency of ${concurrency} on ${backend}`);

  return async () => {
    const { accepted, committed } = await run(bench, textbook, concurrency, bench.options.seconds);
    bench.figures.add(backend, "textbookAccepted", accepted);
    bench.figures.add(backend, "textbookCommitted", committed);
  };
}

interface Textbook {
  readonly target: Target;
  readonly worker: Child<TextbookWorkerOrder, void>;
  readonly db: Database;
}

async function startProcesses(
  { owned, signal, stores, auth }: Bench,
  backend: BackendName,
): Promise<Textbook> {
  const databaseUrl = await stores.createDatabase();
  const env = {
    DATABASE_URL: databaseUrl,
    QUEUE_URL: queueUrl(stores, backend, databaseUrl),
    TEAM_ID: stores.author.teamId,
    USER_ID: stores.author.userId,
  };
  const api = owned.use(
    await startChild<object, number>(new URL("./api-process.ts", import.meta.url), { signal, env }),
  );
  const worker = owned.use(
    await startChild<TextbookWorkerOrder, void>(new URL("./worker-process.ts", import.meta.url), {
      signal,
      env,
    }),
  );
  const db = owned.adopt(createDatabase({ url: databaseUrl, max: 1 }), async (each) => each.destroy());
  return { target: { port: await api.ask({}), headers: { ...auth, ...ASYNC }, nextRow: 0 }, worker, db };
}

async function findBest(bench: Bench, textbook: Textbook): Promise<number> {
  let best = { concurrency: 0, committed: 0 };
  for (const concurrency of CONCURRENCIES) {
    const { committed } = await run(bench, textbook, concurrency, Math.min(1, bench.options.seconds));
    bench.log(`(b) with a concurrency of ${concurrency}: ${Math.round(committed)} committed/s`);
    if (committed > best.committed) best = { concurrency, committed };
  }
  return best.concurrency;
}

/** Accepts with the worker stopped, then commits what has gathered. */
async function run(bench: Bench, { target, worker, db }: Textbook, concurrency: number, seconds: number) {
  const afterClock = await highestClock(db);
  const { connections } = bench.options;
  const maxRequests = BACKLOG_PER_SECOND * seconds;
  const sent = await sendRows(bench.load, target, { connections, seconds, maxRequests });
  const startedAt = Date.now();
  await worker.ask({ concurrency });
  const last = await untilCommitted(db, { afterClock, count: sent.answered, signal: bench.signal });
  await worker.ask({ concurrency: 0 });
  return { accepted: sent.perSecond, committed: (sent.answered * 1_000) / (last - startedAt) };
}
