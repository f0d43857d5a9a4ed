import { runMain } from "../bench/run-main.ts";
import { readOptions, USAGE } from "./options.ts";
import { renderSimulation } from "./render-simulation.ts";
import { runSimulation } from "./run-simulation.ts";

await runMain({
  usage: USAGE,
  readOptions,
  run: async (options, signal, log) => {
    const { phases, problems } = await runSimulation({ options, signal, log });
    process.stdout.write(renderSimulation(phases));
    for (const problem of problems) process.stderr.write(`${problem}\n`);
    if (problems.length > 0) process.exitCode = 1;
  },
});
