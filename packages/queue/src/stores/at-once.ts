import type { ChunkJob } from "./backend.ts";

/** The part of BullMQ's Worker that this needs, on either store. */
interface BullWorker {
  on(event: "active", listener: (job: ChunkJob) => void): unknown;
}

/**
 * Lets a Worker handle each chunk as soon as it has it. BullMQ asks the store for one more chunk first, which is a trip
 * of each lone request.
 * @param handle must reject rather than throw
 */
export function atOnce(handle: (job: ChunkJob) => Promise<void>) {
  const begun = new WeakMap<ChunkJob, Promise<void>>();
  return {
    process: (job: ChunkJob): Promise<void> => begun.get(job) ?? handle(job),
    listenTo(worker: BullWorker): void {
      worker.on("active", (job) => {
        const handling = handle(job);
        begun.set(job, handling);
        // It is for `process` to tell.
        handling.catch(() => {});
      });
    },
  };
}
