import type { ChunkJob } from "./backend.ts";

/** The part of BullMQ's Worker that this needs, on either store. */
interface BullWorker {
  on(event: "active", listener: (job: ChunkJob) => void): unknown;
}

/**
 * Builds a Worker that handles each chunk as soon as it has it. BullMQ would ask the store for one more chunk first,
 * which is a trip of each lone request.
 * @param handle must reject rather than throw
 */
export function atOnce<Worker extends BullWorker>(
  handle: (job: ChunkJob) => Promise<void>,
  build: (process: (job: ChunkJob) => Promise<void>) => Worker,
): Worker {
  const begun = new WeakMap<ChunkJob, Promise<void>>();
  const worker = build((job) => begun.get(job) ?? handle(job));
  worker.on("active", (job) => {
    const handling = handle(job);
    begun.set(job, handling);
    // It is for the Worker to tell.
    handling.catch(() => {});
  });
  return worker;
}
