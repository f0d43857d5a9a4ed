import type { ChunkWorker } from "./backend.ts";

/** The part of BullMQ's Worker that pausing needs, on either store. */
interface BullWorker {
  pause(doNotWaitActive: boolean): Promise<void>;
  isPaused(): boolean;
  resume(): unknown;
  getBackend(): {
    disconnectBlocking(reconnect?: boolean): Promise<unknown>;
    reconnectBlocking(): Promise<unknown>;
  };
}

/**
 * Pauses so that nothing is taken from then on. BullMQ's own pause doesn't end the wait for a chunk, and one that comes
 * would still be taken.
 */
export function pausing(worker: BullWorker): Pick<ChunkWorker, "pause" | "resume"> {
  return {
    async pause() {
      await worker.pause(true);
      await worker.getBackend().disconnectBlocking(false);
    },
    async resume() {
      if (worker.isPaused()) await worker.getBackend().reconnectBlocking();
      await worker.resume();
    },
  };
}
