import { measurePolls } from "./measure-polls.ts";
import type { PollingOptions } from "./options.ts";
import { startDeployment } from "./start-deployment.ts";

export interface PollingBench {
  readonly options: PollingOptions;
  readonly signal: AbortSignal;
  log(line: string): void;
}

/** The medians of a job's polls in each round, in milliseconds. */
export interface PolledJob {
  readonly job: string;
  readonly idle: number[];
  readonly queued: number[];
}

/** Polls the same kinds of jobs of both deployments in turn. */
export async function runPolling({ options, signal, log }: PollingBench): Promise<PolledJob[]> {
  await using owned = new AsyncDisposableStack();
  const idle = owned.use(await startDeployment(options.backend, signal));
  const busy = owned.use(await startDeployment(options.backend, signal));
  log(`queueing ${options.queued} items`);
  await busy.queueItems(options.queued);
  const jobs = [
    { job: "a request that is done", idlePath: idle.donePath, busyPath: busy.donePath },
    { job: "a request that is queued", idlePath: idle.queuedPath, busyPath: busy.queuedPath },
    { job: "an upload that is queued", idlePath: idle.uploadPath, busyPath: busy.uploadPath },
  ].map((each) => ({ ...each, idle: [] as number[], queued: [] as number[] }));
  // The first round warms up.
  for (let round = 0; round <= options.rounds; round++)
    for (const { job, idlePath, busyPath, ...measured } of jobs) {
      signal.throwIfAborted();
      const alone = await measurePolls(idle, idlePath, options.seconds);
      const beside = await measurePolls(busy, busyPath, options.seconds);
      log(`${job}: ${alone.toFixed(2)} ms idle, ${beside.toFixed(2)} ms with the items queued`);
      if (round === 0) continue;
      measured.idle.push(alone);
      measured.queued.push(beside);
    }
  return jobs;
}
