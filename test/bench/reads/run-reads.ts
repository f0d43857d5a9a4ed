import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createDatabase, migrate } from "@onefold/database";
import { startEmbeddedPostgres } from "@onefold/embedded";
import { median } from "../report/percentile.ts";
import { capturing } from "./captured-queries.ts";
import { readCases } from "./cases.ts";
import { explain } from "./explain.ts";
import type { ReadsOptions } from "./options.ts";
import { renderReads } from "./render-reads.ts";
import type { Measured } from "./render-reads.ts";
import { seed } from "./seed.ts";

export interface ReadsBench {
  readonly options: ReadsOptions;
  readonly signal: AbortSignal;
  log(line: string): void;
}

/** Measures each read at each number of contacts, one database after the other. */
export async function runReads(bench: ReadsBench): Promise<{ report: string; problems: number }> {
  const columns: { rows: number; measured: Measured[] }[] = [];
  for (const rows of bench.options.rows) {
    bench.signal.throwIfAborted();
    columns.push({ rows, measured: await measureAt(bench, rows) });
  }
  const problems = columns.flatMap(({ measured }) => measured.flatMap((read) => read.problems)).length;
  return { report: renderReads(columns, bench.options.plans), problems };
}

async function measureAt({ options, signal, log }: ReadsBench, rows: number): Promise<Measured[]> {
  await using owned = new AsyncDisposableStack();
  const folder = await mkdtemp(join(options.folder ?? tmpdir(), "onefold-reads-"));
  owned.defer(() => rm(folder, { recursive: true, force: true }));
  log(`${rows} contacts in ${folder}`);
  const postgres = await startEmbeddedPostgres({ dataDir: folder, settings: LOADING, signal });
  owned.defer(() => rm(postgres.home, { recursive: true, force: true }));
  owned.use(postgres);
  // One connection, so that its settings hold for all that is loaded.
  const db = owned.adopt(createDatabase({ url: postgres.url, max: 1 }), (each) => each.destroy());
  await migrate(db);
  const seeded = await seed(db, rows, log);
  log("reads");
  const measured: Measured[] = [];
  for (const read of await readCases(db, seeded)) {
    signal.throwIfAborted();
    measured.push(await measure(db, read, options.runs));
  }
  return measured;
}

/** The data can be made again: nothing has to outlive a crash. Reads are as with our own settings. */
const LOADING = { fsync: "off", full_page_writes: "off", max_wal_size: "8GB", autovacuum: "off" };

async function measure(
  db: Parameters<typeof capturing>[0],
  { name, run }: Awaited<ReturnType<typeof readCases>>[number],
  runs: number,
): Promise<Measured> {
  const captured = capturing(db);
  await run(captured.db);
  const plans = [];
  for (const query of captured.queries) plans.push(await explain(db, query));
  const times: number[] = [];
  for (let i = 0; i < runs; i++) {
    const startedAt = performance.now();
    await run(db);
    times.push(performance.now() - startedAt);
  }
  return {
    name,
    ms: median(times),
    statements: plans.length,
    nodes: plans.flatMap((plan) => plan.nodes),
    problems: plans.flatMap((plan) => plan.problems),
    plans: plans.map((plan) => plan.text),
  };
}
