import { runMain } from "../run-main.ts";
import { readOptions, USAGE } from "./options.ts";
import { renderConsole } from "./render-console.ts";
import { runConsole } from "./run-console.ts";

await runMain({
  usage: USAGE,
  readOptions,
  run: async (options, signal, log) => {
    process.stdout.write(renderConsole(await runConsole({ options, signal, log })));
  },
});
