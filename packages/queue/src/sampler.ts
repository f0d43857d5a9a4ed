import type { Backend, ChunkQueue } from "./stores/backend.ts";
import { ofShards } from "./of-shards.ts";
import { chunkAgeMs } from "./chunk-id.ts";
import { LANES } from "./chunk-job.ts";
import type { Lane } from "./chunk-job.ts";
import type { Problem } from "@onefold/contract";
import { QueueUnavailableError } from "./queue-unavailable-error.ts";

const EVERY_MS = 1_000;
/**
 * How full the store's memory may be. A full store without eviction refuses even completions, so adding stops well
 * before. Uploads stop earlier, so that a flood of them leaves memory for single requests.
 */
const MEMORY_SHARE: Record<Lane, number> = { interactive: 0.75, bulk: 0.5 };

/** What a producer knows of its store from about a second ago, so that no request has to ask. */
export interface Sampler {
  backlog(lane: Lane): { waitingChunks: number; estimatedStartMs: number };
  /** Says why nothing is to be added to that queue now, if so. */
  refusal(lane: Lane): QueueUnavailableError | undefined;
  /** Counts a chunk that was added, until the next sample sees it. */
  added(lane: Lane): void;
  /** Says how far the store's time is ahead of the deployment's. */
  aheadMs(): number;
  /** Samples now, and gives what is wrong. */
  refresh(): Promise<Problem[]>;
  stop(): void;
}

interface SamplerOptions {
  readonly maxBacklog: Readonly<Record<Lane, number>>;
  readonly now: () => number;
  /** Told after each sample how far the store's time is ahead. */
  readonly onSample: (aheadMs: number) => void;
}

/** Samples once, and then about every second until stopped. If a sample fails, the last one is kept. */
export async function startSampler(
  backend: Backend,
  { maxBacklog, now, onSample }: SamplerOptions,
): Promise<Sampler> {
  let sample = await takeSample(backend, now);
  const addedSince: Record<Lane, number> = { interactive: 0, bulk: 0 };
  let stopped = false;
  let timer = setTimeout(tick, EVERY_MS);

  let refreshing: Promise<Problem[]> | undefined;

  /** Samples one at a time: two that overlap would both take off what was added before them. */
  function refresh(): Promise<Problem[]> {
    refreshing ??= sampleNow().finally(() => (refreshing = undefined));
    return refreshing;
  }

  async function sampleNow(): Promise<Problem[]> {
    const before = { ...addedSince };
    sample = await takeSample(backend, now);
    for (const lane of LANES) addedSince[lane] -= before[lane];
    onSample(sample.aheadMs);
    const problems = [...sample.problems];
    if (isLowOnMemory("interactive")) {
      problems.push({
        what: `The queue's store uses ${percent(sample.memoryShare)} of its memory; past ${percent(MEMORY_SHARE.interactive)} nothing is taken.`,
        fix: "Start more workers, or raise maxmemory.",
      });
    }
    return problems;
  }

  async function tick(): Promise<void> {
    // If the store is down, the add itself reports that.
    await refresh().catch(() => undefined);
    if (!stopped) timer = setTimeout(tick, EVERY_MS);
  }

  const isLowOnMemory = (lane: Lane) => (sample.memoryShare ?? 0) > MEMORY_SHARE[lane];
  const waitingChunks = (lane: Lane) => sample.waiting[lane].chunks + addedSince[lane];

  return {
    backlog: (lane) => ({
      waitingChunks: waitingChunks(lane),
      estimatedStartMs: sample.waiting[lane].oldestMs,
    }),
    refusal(lane) {
      if (waitingChunks(lane) >= maxBacklog[lane]) {
        return refused("full", `More than ${maxBacklog[lane]} chunks wait in the queue`);
      }
      if (isLowOnMemory(lane)) return refused("memory", "The queue's store is nearly out of memory");
      if (sample.problems[0] !== undefined) return refused("not-durable", sample.problems[0].what);
      return undefined;
    },
    added: (lane) => void (addedSince[lane] += 1),
    aheadMs: () => sample.aheadMs,
    refresh,
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}

interface Sample {
  waiting: Record<Lane, Waiting>;
  problems: Problem[];
  aheadMs: number;
  memoryShare?: number;
}

interface Waiting {
  chunks: number;
  oldestMs: number;
}

async function takeSample({ shards, health, clock }: Backend, now: () => number): Promise<Sample> {
  const countAll = async (lane: Lane): Promise<Waiting> => {
    const counts = await ofShards(shards, ({ queues }) => countWaiting(queues[lane], now));
    return {
      chunks: counts.reduce((sum, { chunks }) => sum + chunks, 0),
      oldestMs: Math.max(...counts.map(({ oldestMs }) => oldestMs)),
    };
  };
  const [interactive, bulk, state, aheadMs] = await Promise.all([
    countAll("interactive"),
    countAll("bulk"),
    health(),
    clock.time().then((time) => time - now()),
  ]);
  return { waiting: { interactive, bulk }, aheadMs, ...state };
}

async function countWaiting(queue: ChunkQueue, now: () => number): Promise<Waiting> {
  const [counts, oldestMs] = await Promise.all([
    // These are lengths on Redis and one small scan on Postgres. getJobState would walk the queue.
    queue.getJobCounts("waiting", "delayed"),
    oldestWaitingMs(queue, now),
  ]);
  return { chunks: (counts["waiting"] ?? 0) + (counts["delayed"] ?? 0), oldestMs: oldestMs ?? 0 };
}

/** Says how long ago the chunk that is next in line in any shard was made; `undefined` if none waits. */
export async function oldestOfLane(
  { shards }: Backend,
  lane: Lane,
  now: () => number,
): Promise<number | undefined> {
  const ages = await ofShards(shards, ({ queues }) => oldestWaitingMs(queues[lane], now));
  return ages.reduce((oldest, age) => (age === undefined ? oldest : Math.max(oldest ?? 0, age)), undefined);
}

/** Says how long ago the chunk that is next in line was made; `undefined` if none waits. */
export async function oldestWaitingMs(queue: ChunkQueue, now: () => number): Promise<number | undefined> {
  // The last one is asked for: on Postgres BullMQ lists the newest first, whatever order it is asked for.
  const { waiting = 0 } = await queue.getJobCounts("waiting");
  if (waiting === 0) return undefined;
  const [chunkId] = await queue.getRanges(["waiting"], waiting - 1, waiting - 1, false);
  return chunkId === undefined ? undefined : chunkAgeMs(chunkId, now());
}

function refused(reason: "full" | "memory" | "not-durable", what: string): QueueUnavailableError {
  return new QueueUnavailableError(`${what.replace(/\.$/, "")}; the item was not added.`, {
    reason,
    outcome: "not-added",
  });
}

const percent = (share: number | undefined) => `${Math.round((share ?? 0) * 100)} %`;
