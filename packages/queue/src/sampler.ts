import type { Backend } from "./backend.ts";
import { chunkAgeMs } from "./chunk-id.ts";
import type { Problem } from "./problem.ts";
import { QueueUnavailableError } from "./queue-unavailable-error.ts";

const EVERY_MS = 1_000;
/** A store without eviction that is full refuses even completions: stop well before. */
const MEMORY_SHARE = 0.75;

/** What a producer knows of its store from about a second ago, so that no request has to ask. */
export interface Sampler {
  backlog(): { waitingChunks: number; estimatedStartMs: number };
  /** Why nothing is to be added now, if so. */
  refusal(): QueueUnavailableError | undefined;
  /** A chunk was added; counted until the next sample sees it. */
  added(): void;
  /** Samples now and returns what is wrong. */
  refresh(): Promise<Problem[]>;
  stop(): void;
}

/** Samples once, and then about every second until stopped. A sample that fails leaves the last one. */
export async function startSampler(backend: Backend, limits: { maxBacklog: number }): Promise<Sampler> {
  let sample = await takeSample(backend);
  let addedSince = 0;
  let stopped = false;
  let timer = setTimeout(tick, EVERY_MS);

  let refreshing: Promise<Problem[]> | undefined;

  /** One at a time: two that overlap would both take off what was added before them. */
  function refresh(): Promise<Problem[]> {
    refreshing ??= sampleNow().finally(() => (refreshing = undefined));
    return refreshing;
  }

  async function sampleNow(): Promise<Problem[]> {
    const before = addedSince;
    sample = await takeSample(backend);
    addedSince -= before;
    const problems = [...sample.problems];
    if (isLowOnMemory()) {
      problems.push({
        what: `The queue's store uses ${percent(sample.memoryShare)} of its memory; past ${percent(MEMORY_SHARE)} nothing is taken.`,
        fix: "Start more workers, or raise maxmemory.",
      });
    }
    return problems;
  }

  async function tick(): Promise<void> {
    // The add itself reports a store that is down.
    await refresh().catch(() => undefined);
    if (!stopped) timer = setTimeout(tick, EVERY_MS);
  }

  const isLowOnMemory = () => (sample.memoryShare ?? 0) > MEMORY_SHARE;

  return {
    backlog: () => ({ waitingChunks: sample.waitingChunks + addedSince, estimatedStartMs: sample.oldestMs }),
    refusal() {
      if (sample.waitingChunks + addedSince >= limits.maxBacklog) {
        return refused("full", `More than ${limits.maxBacklog} chunks wait in the queue`);
      }
      if (isLowOnMemory()) return refused("memory", "The queue's store is nearly out of memory");
      if (sample.problems[0] !== undefined) return refused("not-durable", sample.problems[0].what);
      return undefined;
    },
    added: () => void (addedSince += 1),
    refresh,
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}

interface Sample {
  waitingChunks: number;
  oldestMs: number;
  problems: Problem[];
  memoryShare?: number;
}

async function takeSample(backend: Backend): Promise<Sample> {
  const [counts, oldestMs, health] = await Promise.all([
    // Lengths on Redis, one small scan on Postgres; never getJobState, which walks the queue.
    backend.queue.getJobCounts("waiting", "delayed"),
    oldestWaitingMs(backend),
    backend.health(),
  ]);
  const waitingChunks = (counts["waiting"] ?? 0) + (counts["delayed"] ?? 0);
  return { waitingChunks, oldestMs: oldestMs ?? 0, ...health };
}

/** How long the chunk that is next in line has existed; `undefined` where none waits. */
export async function oldestWaitingMs(backend: Backend): Promise<number | undefined> {
  // From the far end: on Postgres BullMQ lists the newest first, whatever order it is asked for.
  const { waiting = 0 } = await backend.queue.getJobCounts("waiting");
  if (waiting === 0) return undefined;
  const [chunkId] = await backend.queue.getRanges(["waiting"], waiting - 1, waiting - 1, false);
  return chunkId === undefined ? undefined : chunkAgeMs(chunkId);
}

function refused(reason: "full" | "memory" | "not-durable", what: string): QueueUnavailableError {
  return new QueueUnavailableError(`${what.replace(/\.$/, "")}; the item was not added.`, {
    reason,
    outcome: "not-added",
  });
}

const percent = (share: number | undefined) => `${Math.round((share ?? 0) * 100)} %`;
