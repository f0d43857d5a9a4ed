import { runMain } from "../run-main.ts";
import { readOptions, USAGE } from "./options.ts";
import { renderPolling } from "./render-polling.ts";
import { runPolling } from "./run-polling.ts";

await runMain({
  usage: USAGE,
  readOptions,
  run: async (options, signal, log) => {
    process.stdout.write(renderPolling(await runPolling({ options, signal, log })));
  },
});
