import { z } from "zod";
import { storeAddress } from "./options.ts";
import type { QueueOptions } from "./options.ts";
import { quieted } from "./quieted.ts";
import { stopWorker } from "./stop-worker.ts";
import type { ChunkJob } from "./stores/backend.ts";
import { storeOf } from "./stores/store-of.ts";

/** Names something that a worker is to look at. It says nothing else: the truth is in the records. */
const Turn = z.object({ teamId: z.string(), id: z.string() });
export type Turn = z.infer<typeof Turn>;

export interface TurnOptions extends QueueOptions {
  /** How many of this process' turns go on at once. */
  readonly concurrency: number;
  /** Has a turn. One that rejects is over as well: whoever has something to do is asked for again. */
  take(turn: Turn): Promise<void>;
  onError(error: Error): void;
  /** Ends the wait for a store that isn't there yet. */
  readonly signal?: AbortSignal;
}

/** Gives each id one turn at a time over all processes. It may rarely be two at once: after a worker stood still. */
export interface Turns {
  /** Asks for a turn; nothing if it has one, or waits for it. */
  ask(turn: Turn): Promise<void>;
  /** Takes nothing more and waits for turns up to the deadline. */
  close(deadlineMs: number): Promise<void>;
}

const COMMAND_MS = 5_000;
/** A killed worker's turns come back after that and one to two checks. */
const LOCK_MS = 5_000;

/** Opens the queue of turns in the store that holds the queues of chunks, and takes them from it. */
export async function createTurns({ take, concurrency, ...options }: TurnOptions): Promise<Turns> {
  const onError = quieted(options.onError);
  const address = storeAddress(options);
  const open = { ...options, commandTimeoutMs: COMMAND_MS, onError };
  const store = await storeOf(address).openTurns(address, open);
  const handlers = new Set<Promise<void>>();
  const handle = (job: ChunkJob) => {
    const turn = Turn.safeParse(job.data);
    const handling = turn.success ? take(turn.data).catch(onError) : Promise.resolve();
    handlers.add(handling);
    void handling.then(() => handlers.delete(handling));
    return handling;
  };
  const settings = { concurrency, lockMs: LOCK_MS, stalledMs: LOCK_MS / 2 };
  const worker = await store.startWorker(handle, settings).catch(async (error: unknown) => {
    await store[Symbol.asyncDispose]();
    throw error;
  });
  void worker.resume().catch(onError);
  return {
    ask: ({ teamId, id }) => store.add(id, { teamId, id }),
    async close(deadlineMs) {
      await stopWorker(worker, handlers, deadlineMs, () => store.ping());
      await store[Symbol.asyncDispose]();
    },
  };
}
