import { readOptions, USAGE } from "./options.ts";
import { writeReport } from "./report/write-report.ts";
import { runBench } from "./run-bench.ts";
import { runMain } from "./run-main.ts";

await runMain({
  usage: USAGE,
  readOptions,
  run: async (options, signal, log) => writeReport(await runBench({ options, signal, log }), options),
});
