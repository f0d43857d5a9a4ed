import { runMain } from "../run-main.ts";
import { readOptions, USAGE } from "./options.ts";
import { renderSteady } from "./render-steady.ts";
import { runSteady } from "./run-steady.ts";

await runMain({
  usage: USAGE,
  readOptions,
  run: async (options, signal, log) => {
    process.stdout.write(renderSteady(await runSteady({ options, signal, log })));
  },
});
