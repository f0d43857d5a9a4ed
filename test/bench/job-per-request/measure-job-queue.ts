import { createDatabase } from "@onefold/database";
import type { Database } from "@onefold/database";
import { highestClock } from "@onefold/records";
import type { Bench } from "../bench.ts";
import { checkStored } from "../check-stored.ts";
import { startChild } from "../child/start-child.ts";
import type { Child } from "../child/start-child.ts";
import { ASYNC, sendRows } from "../load/send-rows.ts";
import type { Target } from "../load/send-rows.ts";
import type { Column, Figure } from "../report/figures.ts";
import { untilCommitted } from "../until-committed.ts";
import type { WorkerOrder, WorkerSettings } from "./run-worker.ts";

export interface JobQueue<Settings extends WorkerSettings> {
  /** As the log calls it. */
  readonly name: string;
  /** With its `api-process.ts` and `worker-process.ts`. */
  readonly folder: URL;
  /** Where it keeps its jobs, if not in the database of the records. */
  readonly queueUrl?: (databaseUrl: string) => string;
  /** The best of them is measured. */
  readonly settings: readonly Settings[];
  readonly column: Column;
  readonly accepted: Figure;
  readonly committed: Figure;
}

/** About what one commits in a second, so that draining takes about as long as accepting. */
const BACKLOG_PER_SECOND = 1_500;

/** A job per request and a transaction per job, at the best of the worker's settings. */
export async function startJobQueue<Settings extends WorkerSettings>(
  bench: Bench,
  queue: JobQueue<Settings>,
): Promise<() => Promise<void>> {
  const processes = await startProcesses(bench, queue);
  const best = await findBest(bench, queue, processes);

  return async () => {
    const { accepted, committed } = await run(bench, processes, best, bench.options.seconds);
    bench.figures.add(queue.column, queue.accepted, accepted);
    bench.figures.add(queue.column, queue.committed, committed);
  };
}

interface Processes<Settings extends WorkerSettings> {
  readonly target: Target;
  readonly worker: Child<WorkerOrder<Settings>, void>;
  readonly db: Database;
}

async function startProcesses<Settings extends WorkerSettings>(
  { owned, signal, stores, auth }: Bench,
  { folder, queueUrl = (databaseUrl) => databaseUrl }: JobQueue<Settings>,
): Promise<Processes<Settings>> {
  const databaseUrl = await stores.createDatabase();
  const env = {
    DATABASE_URL: databaseUrl,
    QUEUE_URL: queueUrl(databaseUrl),
    TEAM_ID: stores.author.teamId,
    USER_ID: stores.author.userId,
  };
  const start = <Order extends object, Reply>(script: string) =>
    startChild<Order, Reply>(new URL(script, folder), { signal, env });
  const api = owned.use(await start<object, number>("api-process.ts"));
  const worker = owned.use(await start<WorkerOrder<Settings>, void>("worker-process.ts"));
  const db = owned.adopt(createDatabase({ url: databaseUrl, max: 1 }), async (each) => each.destroy());
  const target = { port: await api.ask({}), headers: { ...auth, ...ASYNC }, mix: stores.mix, nextRow: 0 };
  return { target, worker, db };
}

async function findBest<Settings extends WorkerSettings>(
  bench: Bench,
  { name, column, settings: all }: JobQueue<Settings>,
  processes: Processes<Settings>,
): Promise<Settings> {
  const tried: { settings: Settings; committed: number }[] = [];
  for (const settings of all) {
    const { committed } = await run(bench, processes, settings, Math.min(1, bench.options.seconds));
    bench.log(`${name} with ${describe(settings)}: ${Math.round(committed)} committed/s`);
    tried.push({ settings, committed });
  }
  const [best] = tried.toSorted((a, b) => b.committed - a.committed);
  if (!best) throw new Error(`there are no settings of ${name} to try`);
  const place = column === "neither" ? "" : ` on ${column}`;
  bench.log(`${name} is best with ${describe(best.settings)}${place}`);
  return best.settings;
}

function describe(settings: WorkerSettings): string {
  return Object.entries(settings)
    .map(([name, value]) => `${name} ${String(value)}`)
    .join(", ");
}

/** Accepts with the worker stopped, then commits what has gathered. */
async function run<Settings extends WorkerSettings>(
  bench: Bench,
  { target, worker, db }: Processes<Settings>,
  settings: Settings,
  seconds: number,
) {
  const afterClock = await highestClock(db);
  const firstRow = target.nextRow;
  const { connections } = bench.options;
  const maxRequests = BACKLOG_PER_SECOND * seconds;
  const { answered: count, perSecond } = await sendRows(bench.load, target, {
    connections,
    seconds,
    maxRequests,
  });
  const startedAt = Date.now();
  await worker.ask({ settings });
  const last = await untilCommitted(db, { afterClock, count, signal: bench.signal });
  await worker.ask({});
  await checkStored(db, { mix: bench.stores.mix, ...bench.stores.author, firstRow, count });
  return { accepted: perSecond, committed: (count * 1_000) / (last - startedAt) };
}
