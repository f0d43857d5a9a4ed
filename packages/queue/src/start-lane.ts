import type { Backend, ChunkJob } from "./backend.ts";
import type { Lane, WorkerSettings } from "./chunk-job.ts";
import type { Problem } from "./problem.ts";
import { oldestWaitingMs } from "./sampler.ts";
import { stopWorker } from "./stop-worker.ts";
import { messageOf } from "./until-reachable.ts";
import { startWatchdog } from "./watchdog.ts";

interface LaneOptions extends WorkerSettings {
  stuckMs: number | undefined;
  process(job: ChunkJob): Promise<void>;
  onStuck(problem: Problem): void;
  onError(error: Error): void;
}

/** One queue's Worker, and who watches over it. */
export interface RunningLane {
  problems(): Problem[];
  /** Within about that time, whatever the store does. */
  stop(deadlineMs: number): Promise<void>;
}

/** Begins to take chunks from one of the queues. */
export function startLane(backend: Backend, lane: Lane, options: LaneOptions): RunningLane {
  const handlers = new Set<Promise<void>>();
  let lastTaken = Date.now();

  const worker = backend.startWorker(
    lane,
    (job) => {
      lastTaken = Date.now();
      const handling = options.process(job).catch((error: unknown) => {
        options.onError(new Error(`Chunk ${job.id} failed: ${messageOf(error)}`, { cause: error }));
        throw error;
      });
      handlers.add(handling);
      const forget = () => void handlers.delete(handling);
      handling.then(forget, forget);
      return handling;
    },
    options,
  );
  const watchdog = startWatchdog({
    patienceMs: options.stuckMs,
    onStuck: options.onStuck,
    idleMs: () => (handlers.size > 0 ? 0 : Date.now() - lastTaken),
    oldestMs: () => oldestWaitingMs(backend.queues[lane]),
    nudge: () => worker.nudge(),
  });

  return {
    problems: () => watchdog.problems(),
    stop(deadlineMs) {
      watchdog.stop();
      return stopWorker(worker, handlers, deadlineMs, () => backend.health());
    },
  };
}
