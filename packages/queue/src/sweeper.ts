import type { ItemRef } from "@onefold/contract";
import { isJudgedByName, mayBeParked } from "./parked/why-parked.ts";
import { openBackend } from "./stores/store-of.ts";
import type { Backend, ChunkJob, ChunkQueue, FailedName, Shard } from "./stores/backend.ts";
import { chunkAgeMs, chunkTime } from "./chunk-id.ts";
import { LANES } from "./chunk-job.ts";
import type { Lane } from "./chunk-job.ts";
import { UnreadableChunkError } from "./chunk-names.ts";
import { parseChunk } from "./chunk.ts";
import type { ParsedChunk, Unreadable } from "./chunk.ts";
import type { QueueOptions } from "./options.ts";
import { quieted } from "./quieted.ts";

export interface SweeperOptions extends QueueOptions {
  intervalMs: number;
  /** Says whether all these items have receipts. */
  isComplete(refs: readonly ItemRef[]): Promise<boolean>;
  /** Writes `rejected: UNREADABLE` receipts for items that have none yet. */
  rejectUnreadable(items: readonly Unreadable[]): Promise<void>;
  /** The same as the consumer's. */
  parkOlderThanMs?: number;
  onSweep?(report: SweepReport): void;
  onError?(error: Error): void;
}

export interface SweepReport {
  /** Chunks whose items had their receipts. */
  removed: string[];
  /** Chunks that are back in the queue, with the same ids and clocks. */
  retried: string[];
  /** Chunks of which no body could be read. Their items were rejected. */
  rejected: string[];
  /** Chunks that are left for a human: their names can't be read, so nobody can be told. */
  parked: string[];
  /**
   * Chunks that were removed with their bodies. They are older than receipts are kept, so nobody can ask any more what
   * became of their items.
   */
  expired: string[];
  /** Chunks whose fields of the store couldn't be read and were written anew, and what was no chunk. */
  repaired: string[];
  /**
   * When the oldest chunk anywhere in the queues was made, except parked ones; `undefined` if there is none. Nothing
   * that was accepted before that is in the queues.
   */
  oldestAt: number | undefined;
  /** When the look for that began. */
  lookedAt: number;
}

export interface Sweeper extends AsyncDisposable {
  sweep(): Promise<SweepReport>;
}

type Fate = Exclude<keyof SweepReport, "repaired" | "oldestAt" | "lookedAt">;

const COMMAND_MS = 10_000;
/** Other work has its turn between two pages. */
const PAGE = 20;

/** Walks all failed chunks every so often, so that no accepted item ends among them. */
export function createSweeper(options: SweeperOptions): Sweeper {
  const onError = quieted(options.onError ?? ((error) => console.error(`queue: ${error.message}`)));
  const stop = new AbortController();
  const now = options.now ?? Date.now;
  let opening: Promise<Backend> | undefined;
  let running: Promise<SweepReport> | undefined;
  let timer = setTimeout(tick, options.intervalMs);
  /** Parked chunks as they failed: their bodies aren't fetched again, unless they were replayed and failed once more. */
  let parked: ReadonlySet<string> = new Set();
  let nowParked = new Set<string>();

  async function sweep(): Promise<SweepReport> {
    opening ??= openBackend({ ...options, commandTimeoutMs: COMMAND_MS, onError, signal: stop.signal });
    opening.catch(() => (opening = undefined));
    running ??= sweepAll(await opening).finally(() => (running = undefined));
    return await running;
  }

  async function sweepAll(backend: Backend): Promise<SweepReport> {
    const report: SweepReport = {
      removed: [],
      retried: [],
      rejected: [],
      parked: [],
      expired: [],
      repaired: [],
      oldestAt: undefined,
      lookedAt: now(),
    };
    nowParked = new Set();
    const queues = backend.shards.flatMap((shard) => LANES.map((lane) => ({ shard, lane })));
    // A shard that can't be reached keeps the others from being swept no longer than it takes to say so. But what is in
    // the queues can't be told without it, so then nothing is told.
    const swept = await Promise.allSettled(queues.map((each) => sweepQueue(each, report)));
    for (const each of swept) if (each.status === "rejected") throw each.reason;
    parked = nowParked;
    report.lookedAt = now();
    const oldest = await Promise.all(queues.map(({ shard, lane }) => shard.oldestChunk(lane, report.parked)));
    const times = oldest.flatMap((chunkId) => (chunkId === undefined ? [] : [chunkTime(chunkId) ?? 0]));
    if (times.length > 0) report.oldestAt = Math.min(...times);
    return report;
  }

  async function sweepQueue(
    { shard, lane }: { shard: Shard; lane: Lane },
    report: SweepReport,
  ): Promise<void> {
    report.repaired.push(...(await shard.repair(lane)));
    const queue = shard.queues[lane];
    const failed = shard.failed(lane);
    // Chunks that stay are walked past. When one goes, the rest moves up.
    let staying = 0;
    while (!stop.signal.aborted) {
      const names = await failed.names(staying, PAGE);
      for (const name of names) {
        const chunkId = name.id;
        try {
          const fate = await sweepChunk(queue, name);
          report[fate].push(chunkId);
          if (fate !== "parked") continue;
          staying += 1;
          nowParked.add(keyOf(name));
        } catch (error) {
          // Another sweeper or worker was faster, or the records' database is away. The next sweep looks again.
          staying += 1;
          onError(new Error(`Chunk ${chunkId} was not swept.`, { cause: error }));
        }
      }
      if (names.length < PAGE) break;
    }
  }

  async function sweepChunk(queue: ChunkQueue, name: FailedName): Promise<Fate> {
    const chunkId = name.id;
    // The chunk's receipts may be gone already. If it were applied again, it would overwrite what came after.
    if ((chunkAgeMs(chunkId, now()) ?? 0) > (options.parkOlderThanMs ?? Infinity)) {
      // BullMQ answers 0 if somebody holds it, and it would be found again at once.
      if ((await queue.remove(chunkId)) !== 1) throw new Error("It is held, or gone.");
      return "expired";
    }
    if (parked.has(keyOf(name)) || (isJudgedByName(name) && mayBeParked(name))) return "parked";
    const chunk = await readChunk(queue, chunkId);
    if (chunk === undefined) return "parked";
    const { job, parsed } = chunk;
    const refs = [...parsed.items, ...parsed.unreadable].map(({ ref }) => ref);
    if (await options.isComplete(refs)) {
      await job.remove();
      return "removed";
    }
    if (parsed.unreadable.length > 0) await options.rejectUnreadable(parsed.unreadable);
    if (parsed.items.length === 0) {
      await job.remove();
      return "rejected";
    }
    // The job isn't added anew: it keeps its id, and the items their clocks.
    await job.retry("failed", { resetAttemptsMade: true });
    return "retried";
  }

  async function tick(): Promise<void> {
    try {
      options.onSweep?.(await sweep());
    } catch (error) {
      if (!stop.signal.aborted) onError(error instanceof Error ? error : new Error(String(error)));
    }
    if (!stop.signal.aborted) timer = setTimeout(tick, options.intervalMs);
  }

  return {
    sweep,
    async [Symbol.asyncDispose]() {
      stop.abort();
      clearTimeout(timer);
      await running?.catch(() => undefined);
      const backend = await opening?.catch(() => undefined);
      await backend?.[Symbol.asyncDispose]();
    },
  };
}

function keyOf({ id, version }: FailedName): string {
  return `${id} ${version}`;
}

/** Gives the job and what it carries, or `undefined` if nobody could be told what became of it. */
async function readChunk(
  queue: ChunkQueue,
  chunkId: string,
): Promise<{ job: ChunkJob; parsed: ParsedChunk } | undefined> {
  const job = await queue.getJob(chunkId);
  try {
    return job && { job, parsed: parseChunk(job) };
  } catch (error) {
    if (error instanceof UnreadableChunkError) return undefined;
    throw error;
  }
}
