import { writeFile } from "node:fs/promises";
import { runMain } from "../run-main.ts";
import { readOptions, USAGE } from "./options.ts";
import { plotGrowth, renderGrowth } from "./render-growth.ts";
import { runGrowth } from "./run-growth.ts";

await runMain({
  usage: USAGE,
  readOptions,
  run: async (options, signal, log) => {
    const columns = await runGrowth({ options, signal, log });
    process.stdout.write(renderGrowth(columns));
    if (options.json !== undefined)
      await writeFile(options.json, `${JSON.stringify(columns, undefined, 2)}\n`);
    if (options.svg !== undefined) await writeFile(options.svg, plotGrowth(columns));
  },
});
