import type { JobType, JobsOptions } from "bullmq";
import type { Lane, WorkerSettings } from "../chunk-job.ts";
import type { ClockStore } from "./clock-store.ts";
import type { QueueOptions } from "../options.ts";
import type { Problem } from "@onefold/contract";

export interface OpenOptions extends QueueOptions {
  /** No single command takes longer; producers fail fast. */
  commandTimeoutMs: number;
  /** How long to wait for a store that doesn't answer yet. Default: for ever. */
  startTimeoutMs?: number;
  /** Ends the waiting. */
  signal?: AbortSignal;
  onError(error: Error): void;
}

/** A job as we need it of BullMQ's `Job`. */
export interface ChunkJob {
  id?: string | undefined;
  name: string;
  data: unknown;
  attemptsStarted: number;
  stalledCounter: number;
  remove(): Promise<void>;
  retry(state: "failed", options: { resetAttemptsMade: boolean }): Promise<void>;
}

/** What we need of BullMQ's `Queue`, on either store. */
export interface ChunkQueue {
  add(name: string, data: unknown, options: JobsOptions): Promise<unknown>;
  getJobCounts(...types: JobType[]): Promise<Record<string, number>>;
  getRanges(types: JobType[], start: number, end: number, asc: boolean): Promise<string[]>;
  getJob(id: string): Promise<ChunkJob | undefined>;
  remove(id: string): Promise<unknown>;
}

/** What we need of BullMQ's `Worker`, on either store. */
export interface ChunkWorker {
  /** Takes nothing more; what is being handled goes on. */
  pause(): Promise<void>;
  /** Takes chunks again; or at all, as it begins paused. */
  resume(): Promise<void>;
  /** Ends all connections; waits for what is being handled unless forced. */
  close(force: boolean): Promise<void>;
  /** Cuts the connections, so that nothing hangs on a store that doesn't answer. */
  cut(): Promise<void>;
  /** Makes an idle worker look for chunks now. */
  nudge(): Promise<void>;
}

export interface StoreHealth {
  /** Durability that is missing, and a store that says it is ill. */
  problems: Problem[];
  /** Used memory by allowed memory; absent where no limit is set. */
  memoryShare?: number;
}

/**
 * A store that holds the queues. Everything of Redis or Postgres stands behind it, and what stands above
 * is one code path.
 */
export interface Backend extends AsyncDisposable {
  readonly shown: string;
  /** Each on connections of its own, which fail fast: no single request waits behind a chunk of an upload. */
  readonly queues: Readonly<Record<Lane, ChunkQueue>>;
  readonly clock: ClockStore;
  /** Resolves when the adds of this process to that queue so far are as durable as the options ask for. */
  confirmAdds(lane: Lane): Promise<void>;
  health(): Promise<StoreHealth>;
  /** The name that the store has for these queues: made up where it had none, and another one once they are lost. */
  identify(): Promise<string>;
  /**
   * The id of the oldest chunk that is anywhere in that queue, whatever its state, but for those given; they are
   * looked at all at one moment, so that none on its way from state to state is missed.
   */
  oldestChunk(lane: Lane, except: readonly string[]): Promise<string | undefined>;
  /** Mends the jobs that stall because the store's own fields of them can't be read; returns their ids. */
  repair(lane: Lane): Promise<string[]>;
  /** Builds a Worker that is paused, on connections of its own that wait for their store for ever. */
  startWorker(
    lane: Lane,
    process: (job: ChunkJob) => Promise<void>,
    settings: WorkerSettings,
  ): Promise<ChunkWorker>;
}
