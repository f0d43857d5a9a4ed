import { runMain } from "../run-main.ts";
import { readOptions, USAGE } from "./options.ts";
import { runBulk } from "./run-bulk.ts";

await runMain({
  usage: USAGE,
  readOptions,
  run: async (options, signal, log) => {
    const print = (lines: readonly string[]) => void process.stdout.write(`${lines.join("\n")}\n`);
    await runBulk({ options, signal, log, print });
  },
});
