import { startChild } from "../child/start-child.ts";
import type { Bench } from "../bench.ts";
import { ASYNC, sendRows } from "../load/send-rows.ts";
import type { Target } from "../load/send-rows.ts";

/** (a) A bare Hono handler that parses the JSON and answers 202: what HTTP itself costs. */
export async function startBare(bench: Bench): Promise<() => Promise<void>> {
  const { signal, stores } = bench;
  const server = bench.owned.use(
    await startChild<object, number>(new URL("./bare-process.ts", import.meta.url), { signal }),
  );
  const target: Target = {
    port: await server.ask({}),
    headers: { ...bench.auth, ...ASYNC },
    mix: stores.mix,
    nextRow: 0,
  };
  const { connections, seconds } = bench.options;
  await sendRows(bench.load, target, { connections, seconds: 1 });

  return async () => {
    const { perSecond, generatorCpu } = await sendRows(bench.load, target, { connections, seconds });
    bench.log(`the load generator took ${Math.round(generatorCpu * 100)} % of a core`);
    bench.figures.add("neither", "bare", perSecond);
  };
}
