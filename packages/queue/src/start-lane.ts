import type { Backend, ChunkJob, Shard } from "./stores/backend.ts";
import type { Lane, WorkerSettings } from "./chunk-job.ts";
import type { Problem } from "@onefold/contract";
import { oldestWaitingMs } from "./sampler.ts";
import { stopWorker } from "./stop-worker.ts";
import { messageOf } from "./until-reachable.ts";
import { startWatchdog } from "./watchdog.ts";

interface LaneOptions extends WorkerSettings {
  stuckMs: number | undefined;
  now: () => number;
  startPaused: boolean;
  process(job: ChunkJob): Promise<void>;
  onStuck(problem: Problem): void;
  onError(error: Error): void;
}

/** A Worker on one queue of a shard, and its watchdog. */
export interface RunningLane {
  problems(): Problem[];
  readonly lane: Lane;
  /** How many chunks are being handled, of how many at once. */
  taken(): { busy: number; of: number };
  pause(): Promise<void>;
  resume(): Promise<void>;
  /** Stops within about that time, whatever the store does. */
  stop(deadlineMs: number): Promise<void>;
}

/** Begins to take chunks from one of a shard's queues. */
export async function startLane(
  backend: Backend,
  shard: Shard,
  lane: Lane,
  options: LaneOptions,
): Promise<RunningLane> {
  const handlers = new Set<Promise<void>>();
  let lastTaken = performance.now();
  let isPaused = options.startPaused;

  const worker = await shard.startWorker(
    lane,
    (job) => {
      lastTaken = performance.now();
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
  lastTaken = performance.now();
  const watchdog = startWatchdog({
    patienceMs: options.stuckMs,
    onStuck: options.onStuck,
    idleMs: () => (handlers.size > 0 || isPaused ? 0 : performance.now() - lastTaken),
    oldestMs: () => oldestWaitingMs(shard.queues[lane], options.now),
    nudge: () => worker.nudge(),
  });

  if (!isPaused) void worker.resume().catch(options.onError);

  return {
    problems: () => watchdog.problems(),
    lane,
    taken: () => ({ busy: handlers.size, of: options.concurrency }),
    async pause() {
      isPaused = true;
      await worker.pause();
    },
    async resume() {
      lastTaken = performance.now();
      isPaused = false;
      await worker.resume();
    },
    stop(deadlineMs) {
      watchdog.stop();
      return stopWorker(worker, handlers, deadlineMs, () => backend.health());
    },
  };
}
