import { runMain } from "../bench/run-main.ts";
import { installStryker } from "./install-stryker.ts";
import { mutate } from "./mutate.ts";
import { readOptions, USAGE } from "./options.ts";
import { renderReport } from "./render-report.ts";

await runMain({
  usage: USAGE,
  readOptions,
  run: async (options, signal, log) => {
    const modules = await installStryker();
    for (const target of options.targets) {
      log(`${target.name} is mutated`);
      process.stdout.write(
        `${renderReport(target.name, await mutate(target, options, modules, signal))}\n\n`,
      );
    }
  },
});
