import type { Bench } from "../bench.ts";
import { measureSync, postSync } from "../load/measure-sync.ts";
import { sendRows } from "../load/send-rows.ts";
import type { BackendName } from "../options.ts";
import { highestClock } from "@onefold/records";
import { untilCommitted } from "../until-committed.ts";
import { startOnefold } from "./start-onefold.ts";
import type { Onefold } from "./start-onefold.ts";

/** (c) and (d): this service, as it is in use, with its default settings. */
export async function startMeasuringOnefold(
  bench: Bench,
  backend: BackendName,
): Promise<() => Promise<void>> {
  const onefold = await startOnefold(bench, backend);
  const { seconds } = bench.options;
  // Warm like a server that has run for a while: a cold one takes half as much CPU again per request.
  await drainBacklog(bench, onefold, WARM_UP_SECONDS);
  await postSync(bench.load, onefold.sync, 8, 0.5);
  await onefold.runWorkers(false);

  return async () => {
    if (bench.options.parts.has("c")) {
      const { accepted, committed } = await drainBacklog(bench, onefold, seconds);
      bench.figures.add(backend, "accepted", accepted);
      bench.figures.add(backend, "committed", committed);
      bench.figures.add(backend, "acceptedBeside", await acceptBeside(bench, onefold, seconds));
    }
    if (bench.options.parts.has("d")) {
      await onefold.runWorkers(true);
      await postSync(bench.load, onefold.sync, 8, REWARM_SECONDS);
      await measureSync(bench, {
        target: onefold.sync,
        column: backend,
        way: "sync",
        readSpent: onefold.readSpent,
      });
    }
    await onefold.runWorkers(false);
  };
}

const WARM_UP_SECONDS = 3;
const REWARM_SECONDS = 2;

/** Accepts with the workers stopped, then starts them and waits until all of it is committed. */
async function drainBacklog(bench: Bench, onefold: Onefold, seconds: number) {
  const afterClock = await highestClock(onefold.db);
  const { count, perSecond } = await sendWarm(bench, onefold, seconds);
  const startedAt = Date.now();
  await onefold.runWorkers(true);
  const last = await untilCommitted(onefold.db, { afterClock, count, signal: bench.signal });
  return { accepted: perSecond, committed: (count * 1_000) / (last - startedAt) };
}

/** With the workers running from before. */
async function acceptBeside(bench: Bench, onefold: Onefold, seconds: number): Promise<number> {
  const afterClock = await highestClock(onefold.db);
  const { count, perSecond } = await sendWarm(bench, onefold, seconds);
  await untilCommitted(onefold.db, { afterClock, count, signal: bench.signal });
  return perSecond;
}

/** As a server is that has been at work: what was idle before is slower for a second or two, which aren't counted. */
async function sendWarm(bench: Bench, onefold: Onefold, seconds: number) {
  const { connections } = bench.options;
  const before = await sendRows(bench.load, onefold.async, { connections, seconds: REWARM_SECONDS });
  const { answered, perSecond } = await sendRows(bench.load, onefold.async, { connections, seconds });
  return { count: before.answered + answered, perSecond };
}
