import type { JobType, JobsOptions } from "bullmq";
import type { Lane, WorkerSettings } from "../chunk-job.ts";
import type { ClockStore } from "./clock-store.ts";
import type { QueueOptions, StoreAddress } from "../options.ts";
import type { ClusterReplica, Problem } from "@onefold/contract";

export interface OpenOptions extends QueueOptions {
  /** No single command takes longer: producers fail fast. */
  commandTimeoutMs: number;
  /** How long to wait for a store that doesn't answer yet. The default is for ever. */
  startTimeoutMs?: number;
  /** Ends the waiting. */
  signal?: AbortSignal;
  onError(error: Error): void;
}

/** The part of BullMQ's `Job` that we need. */
export interface ChunkJob {
  id?: string | undefined;
  name: string;
  data: unknown;
  /** The clock from which its items' count, if the store issued it when it added the chunk (`addCounted`). */
  returnvalue: unknown;
  attemptsStarted: number;
  stalledCounter: number;
  remove(): Promise<void>;
  retry(state: "failed", options: { resetAttemptsMade: boolean }): Promise<void>;
}

/** The part of BullMQ's `Queue` that we need, on either store. */
export interface ChunkQueue {
  add(name: string, data: unknown, options: JobsOptions): Promise<unknown>;
  getJobCounts(...types: JobType[]): Promise<Record<string, number>>;
  getRanges(types: JobType[], start: number, end: number, asc: boolean): Promise<string[]>;
  getJob(id: string): Promise<ChunkJob | undefined>;
  remove(id: string): Promise<unknown>;
}

/** The part of BullMQ's `Worker` that we need, on either store. */
export interface ChunkWorker {
  /** Takes nothing more. What is being handled goes on. */
  pause(): Promise<void>;
  /** Begins to take chunks, or goes on with it. A worker begins paused. */
  resume(): Promise<void>;
  /** Ends all connections. It waits for what is being handled unless forced. */
  close(force: boolean): Promise<void>;
  /** Cuts the connections, so that nothing hangs on a store that doesn't answer. */
  cut(): Promise<void>;
  /** Makes an idle worker look for chunks now. */
  nudge(): Promise<void>;
}

/** A queue in which each id is once at most, waiting or being handled. */
export interface TurnStore extends AsyncDisposable {
  /** Resolves also where the id is there. It needn't be durable: who asks asks again. */
  add(id: string, data: unknown): Promise<void>;
  /** Builds a Worker that is paused. */
  startWorker(handle: (job: ChunkJob) => Promise<void>, settings: WorkerSettings): Promise<ChunkWorker>;
  /** Rejects where the store doesn't answer. */
  ping(): Promise<unknown>;
}

export interface StoreHealth {
  /** Durability that is missing, and what the store says is wrong with it. */
  problems: Problem[];
  /** Used memory divided by allowed memory; absent if no limit is set. */
  memoryShare?: number;
}

/** Channels for messages between processes. None is kept: who doesn't listen misses it. */
export interface Channels {
  /** The most bytes of a message. */
  readonly maxBytes: number;
  publish(channel: string, messages: readonly string[]): Promise<void>;
  /** Listens on a connection of its own, and connects again until it is disposed of. It begins in the background. */
  listen(channel: string, listener: ChannelListener): AsyncDisposable;
}

export interface ChannelListener {
  onMessage(message: string): void;
  /** Called when it listens, for the first time or again: what was sent before then is lost. */
  onUp(): void;
  onDown(error: unknown): void;
}

/** A chunk as it is added: what BullMQ calls a job. */
export interface NewChunk {
  readonly chunkId: string;
  /** The name of the job: the names of the items. */
  readonly name: string;
  readonly data: unknown;
}

/** A chunk among the failed jobs, by what tells whether its items' names can be read. */
export interface FailedName {
  readonly id: string;
  /** Another one each time that it fails. A step that names it is done to what was looked at, or not at all. */
  readonly version: string;
  /** The job's name as it is stored. Empty where nothing is stored. */
  readonly name: string;
  /** The clock from which its items' count, if the store issued it. */
  readonly returnvalue?: unknown;
}

/** A chunk among the failed jobs, whole. */
export interface FailedChunk extends FailedName {
  /** The job's data as it is stored, which may be no JSON. */
  readonly data: string;
  /** What BullMQ noted when it failed. */
  readonly failedReason?: string;
  readonly attempts: number;
}

/** The jobs of a lane that failed. Each step is one step of the store: it is done whole, by one of those that ask. */
export interface FailedChunks {
  /**
   * Lists so many, those that failed first, without their data.
   * @param from how many of these are left out
   */
  names(from: number, limit: number): Promise<FailedName[]>;
  /** Reads one; `undefined` where it isn't among them. */
  read(id: string): Promise<FailedChunk | undefined>;
  /**
   * Puts one back into the queue under its id, at the end, with another content if one is given.
   * @returns false where it is gone, or failed again since
   */
  requeue(chunk: FailedName, content?: ChunkContent): Promise<boolean>;
  /** @returns false as above */
  drop(chunk: FailedName): Promise<boolean>;
}

/** What a chunk's job carries. */
export interface ChunkContent {
  readonly name: string;
  readonly data: unknown;
}

/**
 * A part of the queues that is whole by itself: a chunk may go to any, and each has both lanes. On a Redis Cluster there
 * are several, so that the queues use several servers. Elsewhere there is one.
 */
export interface Shard {
  /** Each queue has connections of its own, which fail fast. So no single request waits behind a chunk of an upload. */
  readonly queues: Readonly<Record<Lane, ChunkQueue>>;
  /** Adds a chunk. It resolves when that is as durable as the options ask for. */
  add(lane: Lane, chunk: NewChunk): Promise<void>;
  /**
   * Adds a single requests' chunk of so many items and issues their clocks, above the floor, in one trip, where the
   * store can do both in one step. It resolves as `add` does.
   * @returns the first clock
   */
  addCounted?(chunk: NewChunk, count: number, floor: number): Promise<number>;
  /** Says why nothing is to be added here now, as the last look at the store's health had it. */
  problem?(): string | undefined;
  /**
   * Gives the id of the oldest chunk anywhere in that queue, whatever its state, except those given that are among the
   * failed. All are looked at in one moment, so that none is missed on its way from state to state.
   */
  oldestChunk(lane: Lane, exceptFailed: readonly string[]): Promise<string | undefined>;
  failed(lane: Lane): FailedChunks;
  /** Mends the jobs that stall because the store's own fields of them can't be read. It gives their ids. */
  repair(lane: Lane): Promise<string[]>;
  /** Builds a Worker that is paused. It has connections of its own, which wait for their store for ever. */
  startWorker(
    lane: Lane,
    handle: (job: ChunkJob) => Promise<void>,
    settings: WorkerSettings,
  ): Promise<ChunkWorker>;
}

/**
 * A store that holds the queues. Everything of Redis or Postgres stands behind it, and what stands above is one code
 * path.
 */
export interface Backend extends AsyncDisposable {
  readonly kind: StoreAddress["kind"];
  readonly shown: string;
  readonly shards: readonly [Shard, ...Shard[]];
  readonly clock: ClockStore;
  readonly channels: Channels;
  health(): Promise<StoreHealth>;
  /** Lists the replicas of the store's servers, where the records' database doesn't tell of them. */
  replicas(): Promise<ClusterReplica[]>;
  /**
   * Gives the name that the store has for these queues. It is made up if there is none. Once the queues are lost, it is
   * another one.
   */
  identify(): Promise<string>;
}
