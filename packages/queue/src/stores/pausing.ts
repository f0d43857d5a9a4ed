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

/** What keeps a connection from being made. */
export interface Gate {
  shut(): void;
  open(): void;
}

/**
 * Pauses so that nothing is waited for from then on. BullMQ's own pause doesn't end the wait for a chunk, and one that comes
 * would still be taken. What is being asked for at that moment is still taken, and handled.
 * @param gate of the connection on which it waits, where BullMQ would connect that again by itself
 */
export function pausing(worker: BullWorker, gate?: Gate): Pick<ChunkWorker, "pause" | "resume"> {
  return {
    async pause() {
      await worker.pause(true);
      gate?.shut();
      await worker.getBackend().disconnectBlocking(false);
    },
    async resume() {
      gate?.open();
      if (worker.isPaused()) await worker.getBackend().reconnectBlocking();
      await worker.resume();
    },
  };
}
