import { CHUNK_MAX_BYTES, CHUNK_MAX_ITEMS } from "@onefold/contract";
import type { Item, ItemRef, Upsert } from "@onefold/contract";
import { openBackend } from "./stores/store-of.ts";
import type { Backend } from "./stores/backend.ts";
import { createBulkSubmitter } from "./bulk-submitter.ts";
import type { BulkItem, BulkOptions } from "./bulk-submitter.ts";
import { createChunkAdder } from "./chunk-adder.ts";
import { newChunkId } from "./chunk-id.ts";
import type { Lane } from "./chunk-job.ts";
import { buildChunk } from "./chunk.ts";
import { createCoalescer } from "./coalescer.ts";
import { jsonSize } from "./json-size.ts";
import type { QueueOptions } from "./options.ts";
import { createLook } from "./look-at-shards.ts";
import type { QueueState } from "./look-at-shards.ts";
import { unreachableProblem } from "./unreachable-problem.ts";
import type { Problem } from "@onefold/contract";
import { QueueUnavailableError } from "./queue-unavailable-error.ts";
import { quieted } from "./quieted.ts";
import { newReplyChannel, readReplies } from "./replies.ts";
import type { ReceivedReply } from "./replies.ts";
import { startSampler } from "./sampler.ts";
import type { Sampler } from "./sampler.ts";
import { within } from "./within.ts";

export interface ProducerOptions extends QueueOptions {
  /** The highest clock stored with the records. None lower is issued, whatever happens to the store. */
  floor: number;
  /** Told what became of the items that were submitted with `wait`. Without it nobody is told. */
  replies?: ReplyListener;
  /** An item is answered within this time. Default 5,000. */
  addTimeoutMs?: number;
  /** If more chunks wait, nothing is taken. Default 20,000. */
  maxBacklog?: number;
  /** The same for the chunks of uploads, which have a queue of their own. Default 2,000. */
  maxBulkBacklog?: number;
  /** How long to wait at the start for a store that doesn't answer. Default 30,000. */
  startTimeoutMs?: number;
  signal?: AbortSignal;
  /** Told of lost connections and the like. They are no reason to stop. */
  onError?(error: Error): void;
  /** Says why this process may add nothing now, whatever the store says. */
  unfit?(): string | undefined;
}

export interface ReplyListener {
  onReplies(replies: readonly ReceivedReply[]): void;
  /** Called when replies come, for the first time or again: those of before are lost. */
  onUp(): void;
  onDown(error: unknown): void;
}

export interface Backlog {
  waitingChunks: number;
  /** How long the oldest waiting chunk has waited. A new chunk waits about as long. */
  estimatedStartMs: number;
}

export interface Producer extends AsyncDisposable {
  /**
   * Resolves after the item's chunk is durably added. Rejects with QueueUnavailableError, whose outcome may be unknown:
   * the item can still be applied.
   */
  submit(ref: ItemRef, upsert: Upsert, options: SubmitOptions): Promise<Submitted>;
  /**
   * Adds 1 to 500 rows of uploads durably, about 1 MB, as one chunk. Any single item overtakes it. The rows' clocks
   * follow each other. Rejects as `submit` does, for all of them, and with RangeError if the chunk is far too large.
   */
  submitBulk(items: readonly BulkItem[], options?: BulkOptions): Promise<{ firstClock: number }>;
  /**
   * Issues `count` of the deployment's clocks in a row (1 by default) and gives the first. It is for what must know its
   * clock before it is queued, or is never queued. Rejects with QueueUnavailableError; nothing is added then.
   */
  issueClock(count?: number, options?: ClockOptions): Promise<number>;
  /**
   * Says why `submit` (`submitBulk` for "bulk") would take nothing now, if so. It is for callers that write something
   * first.
   */
  refusal(lane?: Lane): QueueUnavailableError | undefined;
  /** Gives the highest clock that this process knows of. It asks nobody. */
  highestClock(): number;
  /** Gives the backlog, sampled about once a second, so it is cheap. */
  backlog(): Backlog;
  /** Gives the backlog of the chunks of uploads. */
  bulkBacklog(): Backlog;
  /**
   * Says how far the store's time, or the clocks that it issues, are ahead of the deployment's time (negative: behind).
   * More than a minute is an alarm, but no reason to stop. It is sampled about once a second.
   */
  storeAheadMs(): number;
  /** Gives the name that the queue's store has for itself. Processes that get the same name use the same queue. */
  queueId(): Promise<string>;
  /** Says what keeps this process from being ready. */
  problems(): Promise<Problem[]>;
  /** Looks at each shard now. It never rejects. */
  look(): Promise<QueueState>;
}

interface ClockOptions {
  /** A clock that was seen elsewhere, such as with a record. The issued clocks are above it. */
  above?: number;
  /** How long to wait for a clock, if that is less than an add may take. */
  withinMs?: number;
}

interface SubmitOptions {
  wait: boolean;
  /**
   * About how many bytes the upsert takes as JSON, if the caller knows. The length of the request's body is near
   * enough, and spares counting (1.5 µs). It may be off, as the 1 MB of a chunk is a soft limit that keeps chunks from
   * growing huge: nothing is refused for being past it. If it is absent, the bytes are counted.
   */
  bytes?: number | undefined;
  /**
   * The clock that `issueClock` gave for this item, perhaps long ago or in another process. If it is absent, one is
   * issued.
   */
  clock?: number | undefined;
}

export interface Submitted {
  clock: number;
  chunkId: string;
}

interface Submission {
  ref: ItemRef;
  upsert: Upsert;
  wait: boolean;
  clock: number | undefined;
  since: number;
}

/** One chunk gathers while full ones needn't wait for each other's way to the disk. */
const MAX_ADDS_IN_FLIGHT = 3;
/** This bounds memory while the store hangs. At 10,000 items/s it is reached in 2 s. */
const MAX_PENDING_ITEMS = 20_000;
/** The size of the ref's own keys and of the clock, beside the ref's values. */
const REF_BYTES = 200;

/** Accepts items, gathers them to chunks and adds those to the queue. */
export async function createProducer(options: ProducerOptions): Promise<Producer> {
  const addTimeoutMs = options.addTimeoutMs ?? 5_000;
  const now = options.now ?? Date.now;
  const maxBacklog = { interactive: options.maxBacklog ?? 20_000, bulk: options.maxBulkBacklog ?? 2_000 };
  const onError = quieted(options.onError ?? ((error) => console.error(`queue: ${error.message}`)));
  const backend = await openBackend({
    ...options,
    commandTimeoutMs: addTimeoutMs,
    startTimeoutMs: options.startTimeoutMs ?? 30_000,
    onError,
  });
  const sampler = await startSampler(backend, { maxBacklog, now, onSample: tellAhead }).catch(
    async (error: unknown) => {
      await backend[Symbol.asyncDispose]();
      throw error;
    },
  );
  const adder = createChunkAdder(backend, { floor: options.floor, timeoutMs: addTimeoutMs });
  const bulk = createBulkSubmitter(adder, { timeoutMs: addTimeoutMs, now });
  let closing = false;
  const replies = options.replies && listenForReplies(backend, options.replies);
  const coalescer = createCoalescer<Submission, Submitted>({
    maxItems: CHUNK_MAX_ITEMS,
    maxBytes: CHUNK_MAX_BYTES,
    maxInFlight: MAX_ADDS_IN_FLIGHT,
    flush,
  });

  return {
    async submit(ref, upsert, { wait, bytes, clock }) {
      const refused = refusal();
      if (refused !== undefined) throw refused;
      const submission = { ref, upsert, wait, clock, since: performance.now() };
      return await coalescer.add(submission, REF_BYTES + (bytes ?? jsonSize(upsert)));
    },
    async submitBulk(items, bulkOptions) {
      const refused = refusal("bulk");
      if (refused !== undefined) throw refused;
      const submitted = await bulk.submit(items, bulkOptions);
      sampler.added("bulk");
      return submitted;
    },
    async issueClock(count = 1, { above = 0, withinMs = addTimeoutMs } = {}) {
      if (closing) throw closed();
      adder.sawClock(above);
      return await adder.issueClocks(count, performance.now() + withinMs);
    },
    refusal,
    highestClock: adder.highestClock,
    backlog: () => sampler.backlog("interactive"),
    bulkBacklog: () => sampler.backlog("bulk"),
    storeAheadMs: () => Math.max(sampler.aheadMs(), adder.highestClock() / 1_000 - now()),
    queueId: () => backend.identify(),
    problems: () => producerProblems(backend, sampler),
    look: createLook(backend, now),
    async [Symbol.asyncDispose]() {
      closing = true;
      sampler.stop();
      // Every chunk has a deadline, so this ends.
      await Promise.all([coalescer.idle(), bulk.idle()]);
      await replies?.listening[Symbol.asyncDispose]();
      await backend[Symbol.asyncDispose]();
    },
  };

  function refusal(lane: Lane = "interactive"): QueueUnavailableError | undefined {
    if (closing) return closed();
    const unfit = options.unfit?.();
    if (unfit !== undefined)
      return new QueueUnavailableError(unfit, { reason: "unfit", outcome: "not-added" });
    const refused = sampler.refusal(lane);
    return lane === "bulk" ? refused : (refused ?? tooManyPending(coalescer.pending()));
  }

  /** Sends a chunk: with its clocks in one step if the store can, else clocks once the chunk is closed, then the add. */
  async function flush(submissions: readonly Submission[]): Promise<Submitted[]> {
    const deadline = (submissions[0]?.since ?? 0) + addTimeoutMs;
    const chunkId = newChunkId(nameTime(submissions));
    const replyTo = submissions.some(({ wait }) => wait) ? replies?.channel : undefined;
    const clocks = await addClocked(submissions, { chunkId, replyTo, deadline });
    sampler.added("interactive");
    return clocks.map((clock) => ({ clock, chunkId }));
  }

  /** @returns the clock of each */
  async function addClocked(
    submissions: readonly Submission[],
    { chunkId, replyTo, deadline }: { chunkId: string; replyTo: string | undefined; deadline: number },
  ): Promise<number[]> {
    if (adder.addCounted && submissions.every(({ clock }) => clock === undefined)) {
      const counted = submissions.map(({ ref, upsert }, clock) => ({ ref, upsert, clock }));
      const chunk = buildChunk(counted, { replyTo, isCounted: true });
      const first = await adder.addCounted({ chunkId, chunk }, counted.length, deadline);
      return counted.map(({ clock }) => first + clock);
    }
    const items = await withClocks(submissions, deadline);
    await adder.add("interactive", { chunkId, chunk: buildChunk(items, { replyTo }) }, deadline);
    return items.map(({ clock }) => clock);
  }

  /** Tells an alarm. It is no reason to stop: clocks go on increasing, and ages are told by the deployment's time. */
  function tellAhead(aheadMs: number): void {
    if (Math.abs(aheadMs) > ALARM_MS)
      onError(
        new Error(
          "The time of the queue's store is over a minute apart from the database's: set both by NTP. What is accepted " +
            "meanwhile may count as written later, or earlier, than by observedAt it was.",
        ),
      );
  }

  /**
   * Gives a time that is no later than the acceptance of any of its items, so that what is older than a chunk isn't in
   * it.
   */
  function nameTime(submissions: readonly Submission[]): number {
    return submissions.reduce((time, { ref }) => Math.min(time, ref.acceptedAt), now());
  }

  /** Gives each item the clock that it brings, or the next one of a range. */
  async function withClocks(submissions: readonly Submission[], deadline: number): Promise<Item[]> {
    const brought = submissions.flatMap(({ clock }) => clock ?? []);
    // Such a clock may be from before the store was lost. What is issued from now on is above it all the same.
    for (const clock of brought) adder.sawClock(clock);
    const missing = submissions.length - brought.length;
    let next = missing === 0 ? 0 : await adder.issueClocks(missing, deadline);
    return submissions.map(({ ref, upsert, clock }) => ({ ref, upsert, clock: clock ?? next++ }));
  }
}

function listenForReplies({ channels }: Backend, { onReplies, onUp, onDown }: ReplyListener) {
  const channel = newReplyChannel();
  const onMessage = (message: string) => onReplies(readReplies(message));
  const tell = quieted(onDown);
  const listener = {
    onMessage,
    onUp,
    onDown: (cause: unknown) => tell(new Error("Replies aren't heard", { cause })),
  };
  return { channel, listening: channels.listen(channel, listener) };
}

function closed(): QueueUnavailableError {
  return new QueueUnavailableError("This process is stopping and takes nothing more.", {
    reason: "closing",
    outcome: "not-added",
  });
}

function tooManyPending(pending: number): QueueUnavailableError | undefined {
  if (pending < MAX_PENDING_ITEMS) return undefined;
  return new QueueUnavailableError("Too many items wait for the queue's answer; the item was not added.", {
    reason: "full",
    outcome: "not-added",
  });
}

const READY_MS = 2_000;
const ALARM_MS = 60_000;

async function producerProblems(backend: Backend, sampler: Sampler): Promise<Problem[]> {
  try {
    return await within(READY_MS, sampler.refresh(), () => new Error(`no answer within ${READY_MS} ms`));
  } catch (error) {
    return [unreachableProblem(backend.shown, error)];
  }
}
