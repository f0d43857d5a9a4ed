import { startBare } from "./bare/measure-bare.ts";
import type { Bench } from "./bench.ts";
import { startCeiling } from "./ceiling/measure-ceiling.ts";
import { startGraphile } from "./graphile/measure-graphile.ts";
import { startLoad } from "./load/load.ts";
import { startNaive } from "./naive/measure-naive.ts";
import { startMeasuringOnefold } from "./onefold/measure-onefold.ts";
import type { Options } from "./options.ts";
import { startPgBoss } from "./pg-boss/measure-pg-boss.ts";
import { createFigures } from "./report/figures.ts";
import { createReport } from "./report/report.ts";
import type { Report } from "./report/report.ts";
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
 */
export async function runBench({ options, signal, log }: BenchRun): Promise<Report> {
  await using owned = new AsyncDisposableStack();
  log("starting the stores");
  const stores = owned.use(await startStores({ backends: options.backends, mix: options.mix }));
  const load = owned.use(await startLoad({ signal }));
  const figures = createFigures(log);
  const auth = { Authorization: `Basic ${Buffer.from(`:${stores.apiKey}`).toString("base64")}` };
  const bench: Bench = { options, stores, load, figures, signal, owned, auth, log };

  const measurements = await startMeasurements(bench);
  for (let round = 1; round <= options.rounds; round++) {
    log(`round ${round} of ${options.rounds}`);
    for (const measure of measurements) await measure();
  }
  return await createReport(bench);
}

/** Starts all that is measured, warms it up, and finds the best settings of what has some. */
async function startMeasurements(bench: Bench): Promise<(() => Promise<void>)[]> {
  const { parts, backends } = bench.options;
  const measurements: (() => Promise<void>)[] = [];
  if (parts.has("a")) measurements.push(await startBare(bench));
  if (parts.has("e")) measurements.push(await startCeiling(bench));
  if (parts.has("f")) measurements.push(await startNaive(bench));
  if (parts.has("g")) measurements.push(await startPgBoss(bench));
  if (parts.has("h")) measurements.push(await startGraphile(bench));
  for (const backend of backends) {
    if (parts.has("b") && backend !== "redis-cluster") measurements.push(await startTextbook(bench, backend));
    if (parts.has("c") || parts.has("d")) measurements.push(await startMeasuringOnefold(bench, backend));
  }
  return measurements;
}
