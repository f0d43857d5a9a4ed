import { runMain } from "../run-main.ts";
import { readOptions, USAGE } from "./options.ts";
import { runReads } from "./run-reads.ts";

await runMain({
  usage: USAGE,
  readOptions,
  run: async (options, signal, log) => {
    const { report, problems } = await runReads({ options, signal, log });
    process.stdout.write(report);
    if (problems > 0) process.exitCode = 1;
  },
});
