import { startBare } from "./bare/measure-bare.ts";
import type { Bench } from "./bench.ts";
import { startCeiling } from "./ceiling/measure-ceiling.ts";
import { startLoad } from "./load/load.ts";
import { startMeasuringOnefold } from "./onefold/measure-onefold.ts";
import type { Options } from "./options.ts";
import { judgeAims } from "./report/aims.ts";
import { createFigures } from "./report/figures.ts";
import { describeMachine } from "./report/machine.ts";
import { renderTable } from "./report/table.ts";
import { ROW_SHAPE } from "./rows.ts";
import { startStores } from "./stores.ts";
import { startTextbook } from "./textbook/measure-textbook.ts";

export interface BenchRun {
  readonly options: Options;
  readonly signal: AbortSignal;
  /** How it goes. */
  log(line: string): void;
}

/**
 * Measures everything side by side, round after round, so that a slow moment of the machine falls on all of
 * it alike.
 * @returns the report
 */
export async function runBench({ options, signal, log }: BenchRun): Promise<string> {
  await using owned = new AsyncDisposableStack();
  log("starting the stores");
  const stores = owned.use(await startStores({ redis: options.backends.includes("redis") }));
  const load = owned.use(await startLoad({ signal }));
  const figures = createFigures(log);
  const auth = { Authorization: `Basic ${Buffer.from(`:${stores.apiKey}`).toString("base64")}` };
  const bench: Bench = { options, stores, load, figures, signal, owned, auth, log };

  const measurements = await startMeasurements(bench);
  for (let round = 1; round <= options.rounds; round++) {
    log(`round ${round} of ${options.rounds}`);
    for (const measure of measurements) await measure();
  }
  return report(bench, await describeMachine(stores));
}

/** Starts all that is measured, warms it up, and finds the best settings of what has some. */
async function startMeasurements(bench: Bench): Promise<(() => Promise<void>)[]> {
  const { parts, backends } = bench.options;
  const measurements: (() => Promise<void>)[] = [];
  if (parts.has("a")) measurements.push(await startBare(bench));
  if (parts.has("e")) measurements.push(await startCeiling(bench));
  for (const backend of backends) {
    if (parts.has("b")) measurements.push(await startTextbook(bench, backend));
    if (parts.has("c") || parts.has("d")) measurements.push(await startMeasuringOnefold(bench, backend));
  }
  return measurements;
}

function report({ options, figures }: Bench, machine: readonly string[]): string {
  const { backends, rounds, seconds, connections, workers } = options;
  return [
    "",
    ...machine,
    `Rows: ${ROW_SHAPE}. Same tables, indexes and people for all; fsync on, appendfsync always.`,
    `Load: ${connections} kept connections, one request at a time on each, ${seconds} s. Everything shares the cores, the load generator too.`,
    `Onefold: one API process, ${workers} worker process(es). Medians of ${rounds} interleaved rounds (lowest-highest).`,
    "",
    ...renderTable(figures, backends),
    "",
    ...judgeAims(figures, backends),
    "",
  ].join("\n");
}
