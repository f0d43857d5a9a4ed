import { runMain } from "../run-main.ts";
import { readOptions, USAGE } from "./options.ts";
import { renderEvents } from "./render-events.ts";
import { runEvents } from "./run-events.ts";

await runMain({
  usage: USAGE,
  readOptions,
  run: async (options, signal, log) => {
    process.stdout.write(renderEvents(await runEvents({ options, signal, log })));
  },
});
