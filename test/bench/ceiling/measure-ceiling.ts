import type { Bench } from "../bench.ts";
import { startChild } from "../child/start-child.ts";
import type { Child } from "../child/start-child.ts";
import type { CeilingOrder, CeilingReply } from "./ceiling-process.ts";

interface Layout {
  readonly batch: number;
  readonly processes: number;
  /** Of each process. */
  readonly connections: number;
}

const BATCHES = [100, 250, 500, 1_000, 2_000];
/** Two processes too, where one process of Node may be what limits it. */
const PROCESSES: readonly Omit<Layout, "batch">[] = [
  { processes: 1, connections: 1 },
  { processes: 1, connections: 2 },
  { processes: 1, connections: 4 },
  { processes: 2, connections: 1 },
  { processes: 2, connections: 2 },
];
const TRIAL_SECONDS = 0.5;
/** So many of the best are tried again, for longer. */
const FINALISTS = 3;
/** More than it does in a second, so that it never runs out of items. */
const ITEMS_PER_SECOND = 25_000;

/** (e) The set-based SQL with its locks and receipts, and no queue, in its best layout. */
export async function startCeiling(bench: Bench): Promise<() => Promise<void>> {
  const best = await findBest(bench);
  bench.log(`(e) is best as ${describe(best)}`);
  const ceiling = await start(bench, bench.owned);
  await ceiling.run(best, 1);

  return async () => {
    bench.figures.add("neither", "ceiling", await ceiling.run(best, bench.options.seconds));
  };
}

function describe({ batch, processes, connections }: Layout): string {
  return `batches of ${batch}, ${processes} process(es) with ${connections} connection(s) each`;
}

/** On a database of its own, so that its rows don't weigh on what is measured after. */
async function findBest(bench: Bench): Promise<Layout> {
  await using trial = new AsyncDisposableStack();
  const ceiling = await start(bench, trial);
  const all = BATCHES.flatMap((batch) => PROCESSES.map((processes) => ({ batch, ...processes })));
  const finalists = (await rank(bench, ceiling, all, TRIAL_SECONDS)).slice(0, FINALISTS);
  const [best] = await rank(bench, ceiling, finalists, 2 * TRIAL_SECONDS);
  if (!best) throw new Error("there is no layout to try");
  return best;
}

/** The fastest first. */
async function rank(
  bench: Bench,
  ceiling: Ceiling,
  layouts: readonly Layout[],
  seconds: number,
): Promise<Layout[]> {
  const tried: { layout: Layout; perSecond: number }[] = [];
  for (const layout of layouts) {
    const perSecond = await ceiling.run(layout, seconds);
    bench.log(`(e) ${describe(layout)}: ${Math.round(perSecond)} committed/s`);
    tried.push({ layout, perSecond });
  }
  return tried.toSorted((a, b) => b.perSecond - a.perSecond).map(({ layout }) => layout);
}

interface Ceiling {
  /** @returns items committed per second */
  run(layout: Layout, seconds: number): Promise<number>;
}

async function start({ stores, signal }: Bench, owned: AsyncDisposableStack): Promise<Ceiling> {
  const script = new URL("./ceiling-process.ts", import.meta.url);
  const env = {
    DATABASE_URL: await stores.createDatabase(),
    TEAM_ID: stores.author.teamId,
    USER_ID: stores.author.userId,
  };
  const children: Child<CeilingOrder, CeilingReply>[] = [];
  for (let process = 0; process < 2; process++)
    children.push(owned.use(await startChild<CeilingOrder, CeilingReply>(script, { env, signal })));
  let nextRow = 0;

  return {
    async run({ batch, processes, connections }, seconds) {
      const items = Math.ceil((ITEMS_PER_SECOND * seconds) / processes);
      const working = children.slice(0, processes);
      for (const child of working) {
        await child.ask({ prepare: { mix: stores.mix, items, firstRow: nextRow } });
        nextRow += items;
      }
      const replies = await Promise.all(
        working.map((child) => child.ask({ run: { batch, connections, seconds } })),
      );
      const committed = replies.reduce((sum, reply) => sum + reply.committed, 0);
      return (committed * 1_000) / Math.max(...replies.map((reply) => reply.ms));
    },
  };
}
