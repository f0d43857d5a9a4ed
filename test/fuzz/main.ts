import { runMain } from "../bench/run-main.ts";
import { fuzz } from "./fuzz.ts";
import { readOptions, USAGE } from "./options.ts";
import { renderReport } from "./report/render-report.ts";
import { sendOnly } from "./send-only.ts";
import { startService } from "./service/start-service.ts";
import { startStores } from "./service/start-stores.ts";

await runMain({
  usage: USAGE,
  readOptions,
  run: async (options, signal, log) => {
    let wrong = 0;
    for (const backend of options.backends) {
      await using stores = await startStores(backend);
      await using service = await startService(stores, signal);
      log(`the service runs, its queue in ${backend}; seed ${options.seed}`);
      if (options.only !== undefined) {
        process.stdout.write(await sendOnly(service, { ...options, number: options.only }));
        continue;
      }
      const report = await fuzz(service, { ...options, signal, log });
      process.stdout.write(`${renderReport(backend, options, report).join("\n")}\n`);
      wrong += report.findings.length;
    }
    if (wrong > 0) throw new Error(`${wrong} things are wrong.`);
  },
});
