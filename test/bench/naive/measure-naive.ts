import { createDatabase } from "@onefold/database";
import { highestClock } from "@onefold/records";
import type { Bench } from "../bench.ts";
import { checkStored } from "../check-stored.ts";
import { startChild } from "../child/start-child.ts";
import { measureSync, postSync } from "../load/measure-sync.ts";
import type { Target } from "../load/send-rows.ts";
import { untilCommitted } from "../until-committed.ts";

const WARM_UP_SECONDS = 2;

/** (f) A handler that writes in one transaction per request, as one would first write it. */
export async function startNaive(bench: Bench): Promise<() => Promise<void>> {
  const { stores, signal, owned } = bench;
  const url = await stores.createDatabase();
  const env = { DATABASE_URL: url, TEAM_ID: stores.author.teamId, USER_ID: stores.author.userId };
  const script = new URL("./naive-process.ts", import.meta.url);
  const server = owned.use(await startChild<object, number>(script, { signal, env }));
  const db = owned.adopt(createDatabase({ url, max: 1 }), async (each) => each.destroy());
  const target: Target = { port: await server.ask({}), headers: bench.auth, mix: stores.mix, nextRow: 0 };
  await postSync(bench.load, target, 8, WARM_UP_SECONDS);

  return async () => {
    const afterClock = await highestClock(db);
    const firstRow = target.nextRow;
    await measureSync(bench, { target, column: "neither", way: "naive" });
    const count = target.nextRow - firstRow;
    await untilCommitted(db, { afterClock, count, signal });
    await checkStored(db, { mix: stores.mix, ...stores.author, firstRow, count });
  };
}
