import { readOptions, USAGE } from "./options.ts";
import { runBench } from "./run-bench.ts";
import { runMain } from "./run-main.ts";

await runMain({
  usage: USAGE,
  readOptions,
  run: async (options, signal, log) => void process.stdout.write(await runBench({ options, signal, log })),
});
