import { loadavg } from "node:os";
import { describeMachine } from "../report/machine.ts";
import type { BulkBench } from "./bulk-bench.ts";
import { measureCeilings } from "./measure-ceiling.ts";
import type { Ceilings } from "./measure-ceiling.ts";
import { measureImport } from "./measure-import.ts";
import type { MeasuredImport } from "./measure-import.ts";
import { measureLatency } from "./measure-latency.ts";
import type { BulkOptions } from "./options.ts";
import { renderImports, renderLatency, renderRates } from "./render-bulk.ts";
import { startBulkStores } from "./stores.ts";

export interface BulkRun extends Omit<BulkBench, "stores"> {
  /** Each part's table as soon as it is measured, so that one that breaks off has told the others. */
  print(lines: readonly string[]): void;
}

const SEED = 1;

/**
 * Measures the parts one after the other, each on databases and processes of its own.
 * @throws where a count isn't the generator's, once all is measured
 */
export async function runBulk({ print, ...run }: BulkRun): Promise<void> {
  const { options, signal, log } = run;
  log("starting the stores");
  await using stores = await startBulkStores(options.backend);
  const bench: BulkBench = { ...run, stores };
  print(["", ...(await describeMachine(stores)), describeRun(options), ""]);

  const problems: string[] = [];
  let imported: MeasuredImport | undefined;
  let ceilings: Ceilings | undefined;
  if (options.parts.has("import")) {
    const small = await measureImport(bench, { rows: options.small, seed: SEED });
    imported = await measureImport(bench, { rows: options.rows, seed: SEED });
    print([...renderImports(small, imported), ""]);
    problems.push(...small.problems, ...imported.problems);
  }
  if (options.parts.has("ceiling")) {
    signal.throwIfAborted();
    ceilings = await measureCeilings(bench, { rows: options.rows, seed: SEED });
    print([...renderRates(imported, ceilings, options.backend), ""]);
    problems.push(...compare(imported, ceilings));
  }
  if (options.parts.has("latency")) {
    const latency = await measureLatency(bench);
    print([...renderLatency(latency, options.perSecond), ""]);
    problems.push(...latency.problems);
  }
  print([describeLoad("at the end"), ""]);
  if (problems.length > 0) throw new Error(["Counts are wrong:", ...problems].join("\n"));
}

function describeRun({ backend, workers }: BulkOptions): string {
  return [
    `Onefold: queue on ${backend}, one API process, ${workers} worker process(es), default settings; fsync on, appendfsync always.`,
    `Everything shares the cores. ${describeLoad("at the start")}`,
  ].join("\n");
}

function describeLoad(when: string): string {
  return `Load averages of the machine ${when} (1, 5, 15 min): ${loadavg()
    .map((load) => load.toFixed(1))
    .join(", ")}.`;
}

/** A ceiling that made something else would be none. */
function compare(imported: MeasuredImport | undefined, { records, withReceipts }: Ceilings): string[] {
  return [imported?.made ?? records.made, withReceipts.made].flatMap((made) =>
    made.contacts === records.made.contacts && made.identifiers === records.made.identifiers
      ? []
      : [`plain SQL made ${JSON.stringify(records.made)}, the other way ${JSON.stringify(made)}`],
  );
}
