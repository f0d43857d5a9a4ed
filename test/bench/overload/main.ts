import { startLoad } from "../load/load.ts";
import { describeMachine } from "../report/machine.ts";
import { runMain } from "../run-main.ts";
import { startStores } from "../stores.ts";
import { measureOverload } from "./measure-overload.ts";
import type { Overload } from "./measure-overload.ts";
import { readOptions, USAGE } from "./options.ts";
import { problemsOf, renderOverload } from "./render-overload.ts";

await runMain({
  usage: USAGE,
  readOptions,
  run: async (options, signal, log) => {
    await using owned = new AsyncDisposableStack();
    const stores = owned.use(await startStores({ backends: options.backends }));
    const load = owned.use(await startLoad({ signal }));
    const results: Overload[] = [];
    for (const backend of options.backends)
      results.push(await measureOverload({ stores, load, backend, options, signal, log }));
    const machine = await describeMachine(stores);
    process.stdout.write(`${machine.join("\n")}\n\n${renderOverload(results)}\n`);
    const problems = results.flatMap(problemsOf);
    for (const problem of problems) process.stderr.write(`${problem}\n`);
    if (problems.length > 0) process.exitCode = 1;
  },
});
