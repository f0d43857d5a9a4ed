import { runMain } from "../run-main.ts";
import { readOptions, USAGE } from "./options.ts";
import { renderWebhooks } from "./render-webhooks.ts";
import { runWebhooks } from "./run-webhooks.ts";

await runMain({
  usage: USAGE,
  readOptions,
  run: async (options, signal, log) => {
    process.stdout.write(renderWebhooks(options, await runWebhooks({ options, signal, log })));
  },
});
