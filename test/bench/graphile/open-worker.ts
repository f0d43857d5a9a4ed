import { run } from "graphile-worker";
import type { RunningWorker, WorkerSettings } from "../job-per-request/run-worker.ts";
import type { Upsert } from "../upsert/upsert.ts";
import { presetFor } from "./preset.ts";

export interface GraphileSettings extends WorkerSettings {
  /** Jobs that are fetched by one statement. */
  readonly localQueue: number;
  /** For how long ends of jobs are gathered to one statement. */
  readonly completeJobBatchDelay: number;
}

/** As many jobs at a time as connections, with the batches that graphile-worker's page on performance advises. */
export async function openWorker(
  connectionString: string,
  { connections, localQueue, completeJobBatchDelay }: GraphileSettings,
  commit: (upsert: Upsert) => Promise<void>,
): Promise<RunningWorker> {
  const runner = await run({
    preset: presetFor({
      connectionString,
      concurrentJobs: connections,
      maxPoolSize: connections + 1,
      localQueue: { size: localQueue },
      completeJobBatchDelay,
      failJobBatchDelay: completeJobBatchDelay,
    }),
    taskList: { upsert: commit },
    noHandleSignals: true,
  });
  return { close: () => runner.stop() };
}
