import { runMain } from "../bench/run-main.ts";
import { installStryker } from "./install-stryker.ts";
import { readOptions, USAGE } from "./options.ts";
import { renderReport } from "./render-report.ts";
import { runStryker } from "./run-stryker.ts";

await runMain({
  usage: USAGE,
  readOptions,
  run: async (options, signal, log) => {
    const modules = await installStryker();
    for (const target of options.targets) {
      log(`${target.name} is mutated`);
      process.stdout.write(
        `${renderReport(target.name, await runStryker(target, options, modules, signal))}\n\n`,
      );
    }
  },
});
