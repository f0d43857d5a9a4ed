import type { Problem } from "@onefold/contract";
import {
  checkPostgres,
  createDatabase,
  IDLE_IN_TRANSACTION_MS,
  PEER_TIMEOUT_MS,
  startDatabaseClock,
  workerSessionName,
} from "@onefold/database";
import type { Database, DatabaseOptions } from "@onefold/database";
import { createConsumer, createSweeper } from "@onefold/queue";
import type { ReceivedChunk, SweepReport } from "@onefold/queue";
import {
  commitReady,
  ContentionError,
  endExpiredJobs,
  findApplied,
  findKey,
  linkLocksOf,
  locksOf,
  loseRows,
  maintainReceipts,
  notifyReceipts,
  purgeIdempotencyKeys,
  receiptKey,
  rejectItems,
} from "@onefold/records";
import type { CommitPoint } from "@onefold/records";
import type { Item, ItemRef } from "@onefold/contract";
import { createProblemReport, waitForDatabase } from "@onefold/process";
import type { Logger } from "pino";
import { createCommitScheduler } from "./commit-scheduler.ts";
import type { Left } from "./commit-scheduler.ts";
import type { Config } from "./config.ts";
import { createMetrics } from "./create-metrics.ts";
import { every } from "./every.ts";
import { finishErasures } from "./finish-erasures.ts";
import { createHealthReaders } from "./health-readers.ts";
import type { HealthReaders } from "./health-readers.ts";
import { finishJobs } from "./finish-jobs.ts";
import { createWatermark } from "./queue-watermark.ts";
import { takeWhileRight } from "./take-while-right.ts";
import { createWaker } from "./waker.ts";

/** Where a fault test stops the way of a chunk. */
export type WorkerPoint = CommitPoint | "before-completion";

export interface WorkerOptions {
  readonly config: Config;
  readonly log: Logger;
  /** Ends the wait for a database that isn't there yet. */
  readonly stop?: AbortSignal;
  /** For fault tests: what this machine takes for now. */
  readonly wall?: () => number;
  /** For fault tests: how often it looks at what the queue holds, and how long an add may take. */
  readonly looks?: { readonly sweepMs: number; readonly addMs: number };
  /** For fault tests: awaited at each point. */
  readonly onPoint?: (point: WorkerPoint, items: readonly Item[]) => Promise<void> | void;
}

/** Disposed of, it takes no more chunks, finishes those it has by the deadline, and lets go of everything. */
export interface RunningWorker extends HealthReaders, AsyncDisposable {
  /** Why it is not ready to work, and what mends it; none when all is well. */
  problems(): Promise<Problem[]>;
  /** What it has counted, in Prometheus' text format. */
  metrics(): Promise<string>;
  /** Settles, if ever, when chunks age while it takes none: dispose of it, and start the process again. */
  readonly stuck: Promise<Problem>;
}

/** Looks at failed chunks and at how old the queue is, unless a test looks more often. */
const SWEEP_MS = 10_000;
/** An API adds within 5 s, or answers that it couldn't; one whose clock is over a minute off accepts nothing. */
const ADD_MS = 90_000;
const SKEW_MS = 10_000;

/** An item on its way through the worker. */
interface Held {
  readonly item: Item;
  readonly chunk: Pick<ReceivedChunk, "chunkId" | "wait">;
}

const LONG_HELD_S = 60;

/** Takes chunks from the queue, commits their items, and keeps house. */
export async function createWorker({
  config,
  log,
  stop,
  wall,
  looks = { sweepMs: SWEEP_MS, addMs: ADD_MS },
  onPoint,
}: WorkerOptions): Promise<RunningWorker> {
  // Disposed of from the last to the first, also where a later step of the start fails.
  await using owned = new AsyncDisposableStack();
  const db = owned.adopt(connect(config, log), (each) => each.destroy());
  const house = owned.adopt(connectHousekeeping(config, log), (each) => each.destroy());
  const waker = createWaker({
    notify: (chunkIds) => notifyReceipts(db, chunkIds),
    onError: (error) => log.warn({ err: error }, "waiters were not woken; they poll"),
  });
  owned.defer(() => waker.idle());
  const reportProblems = createProblemReport(log);
  const draining = new AbortController();
  const stuck = Promise.withResolvers<Problem>();
  let isLosing = false;
  const watermark = createWatermark({
    addMs: looks.addMs,
    graceMs: 2 * config.CHUNK_LOCK_MS,
    skewMs: SKEW_MS,
  });
  let knownParked: ReadonlySet<string> = new Set();
  const metrics = createMetrics({
    failingCommits: () => scheduler.failing(),
    oldestChunkAgeMs: (queue) => consumer.oldestChunkAgeMs(queue),
  });
  const scheduler = createCommitScheduler<Held>({
    slots: config.WORKER_LANES,
    maxItems: config.BATCH_MAX_ITEMS,
    maxLocks: config.BATCH_MAX_LOCKS,
    locksOf: ({ item }) => locksOf(item),
    linkLocksOf: ({ item }) => linkLocksOf(item),
    teamOf: ({ item }) => item.ref.teamId,
    jobOf: ({ item }) => item.ref.jobId,
    commit: commitHeld,
    signal: draining.signal,
    onFailure: (error, waitMs) =>
      log.error({ err: error, waitMs }, "a commit failed; its items are held and tried again"),
    onRecovery: () => log.info("what failed is committed"),
    onFreed: (ms) => metrics.freed(ms),
  });
  await waitForDatabase(db, log, stop);
  const time = owned.use(await startDatabaseClock(db, { wall }));
  const queue = {
    url: config.QUEUE_URL,
    namespace: config.QUEUE_NAMESPACE,
    durability: config.DURABILITY,
    now: time.now,
    // Past it the receipts may be gone, and an item could be applied a second time.
    parkOlderThanMs: config.RECEIPT_RETENTION_DAYS * 86_400_000,
    onError: (error: Error) => log.warn({ err: error }, "the queue reported an error"),
  };
  await keepHouse().catch((error: unknown) => {
    if (!(error instanceof ContentionError)) throw error;
    log.warn({ err: error }, "housekeeping has to wait; what it does is done for days ahead");
  });
  owned.use(every(3_600_000, keepHouse, (error) => log.warn({ err: error }, "housekeeping failed")));
  owned.use(
    createSweeper({
      ...queue,
      intervalMs: looks.sweepMs,
      isComplete: async (refs) => (await findApplied(house, refs)).size === refs.length,
      rejectUnreadable,
      onSweep: reportSweep,
    }),
  );
  owned.use(finishJobs(house, log));
  owned.use(finishErasures(house, log, { inputHours: config.REJECTED_INPUT_HOURS }));
  const consumer = await createConsumer({
    ...queue,
    ...(stop && { signal: stop }),
    concurrency: config.WORKER_CHUNKS,
    bulkConcurrency: config.WORKER_BULK_CHUNKS,
    lockMs: config.CHUNK_LOCK_MS,
    stalledMs: Math.ceil(config.CHUNK_LOCK_MS / 3),
    stuckMs: config.STUCK_MS,
    onStuck: stuck.resolve,
    startPaused: true,
    handle: handleChunk,
  });
  owned.defer(async () => {
    const deadline = setTimeout(() => draining.abort(), config.DRAIN_MS);
    await consumer.close(config.DRAIN_MS);
    clearTimeout(deadline);
  });
  owned.use(takeWhileRight(time, consumer, log));
  const running = owned.move();

  return {
    async problems() {
      const failing =
        scheduler.failing() > 0 ? [{ what: "items can't be committed", fix: "see the log" }] : [];
      const postgres = await checkPostgres(house, {
        durability: config.DURABILITY,
        locksHeld: locksHeldBy(config),
      });
      const found = [
        ...(await time.problems()),
        ...failing,
        ...longHeld(),
        ...postgres,
        ...(await consumer.problems()),
      ];
      reportProblems(found);
      return found;
    },
    metrics: () => metrics.text(),
    mayRead: createHealthReaders({
      details: config.HEALTH_DETAILS,
      findKey: (hash) => findKey(db, hash),
    }).mayRead,
    stuck: stuck.promise,
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };

  /** Longer than any transaction of a worker or an API process may last. */
  function longHeld(): Problem[] {
    const seconds = Math.round(scheduler.longestHeldMs() / 1_000);
    if (seconds < LONG_HELD_S) return [];
    return [
      {
        what: `items have waited for ${seconds} s for locks that another session of Postgres has`,
        fix: "find it in pg_locks and pg_stat_activity, and end it",
      },
    ];
  }

  /** Settles when every item of the chunk has a receipt; only then does the queue forget it. */
  async function handleChunk(chunk: ReceivedChunk): Promise<void> {
    if (chunk.redelivered) log.info({ chunkId: chunk.chunkId }, "a chunk was delivered again");
    await rejectUnreadable(chunk.unreadable);
    if (chunk.wait && chunk.unreadable.length > 0) waker.wake([chunk.chunkId]);
    await scheduler.add(
      chunk.items.map((item) => ({ item, chunk })),
      chunk.lane,
    );
    await onPoint?.("before-completion", chunk.items);
  }

  async function commitHeld(all: readonly Held[]): Promise<Left<Held>> {
    const items = all.map(({ item }) => item);
    const started = performance.now();
    const committed = await commitReady(db, items, {
      ...(onPoint && { onPoint: (point: CommitPoint) => onPoint(point, items) }),
    });
    const ms = performance.now() - started;
    const { outcomes, skipped } = committed;
    // A copy of an item that is left is left too.
    const leftOf = (left: readonly Item[]) => {
      const keys = new Set(left.map(({ ref }) => receiptKey(ref)));
      return keys.size === 0 ? [] : all.filter(({ item }) => keys.has(receiptKey(item.ref)));
    };
    const left = { held: leftOf(committed.held), rest: leftOf(committed.rest) };
    const done = items.length - left.held.length - left.rest.length;
    if (done > 0) metrics.committed(done, ms, committed);
    const isLeft = new Set([...left.held, ...left.rest]);
    const through = all.filter((each) => each.chunk.wait && !isLeft.has(each));
    waker.wake(through.map(({ chunk }) => chunk.chunkId));
    log.debug({ applied: outcomes.length, skipped, held: left.held.length, ms: Math.round(ms) }, "committed");
    if (skipped > 0) log.info({ skipped }, "items that have a receipt were skipped");
    return left;
  }

  async function rejectUnreadable(unreadable: readonly { ref: ItemRef; clock: number }[]): Promise<void> {
    if (unreadable.length === 0) return;
    log.error(
      { items: unreadable.map(({ ref }) => receiptKey(ref)) },
      "items can't be read and are rejected",
    );
    await rejectItems(
      db,
      unreadable.map(({ ref, clock }) => ({
        ref,
        clock,
        result: {
          outcome: "rejected",
          code: "UNREADABLE",
          message:
            "The queued copy of this request can't be read, so nothing of it was applied. Send it again.",
        },
      })),
    );
    metrics.unreadable(unreadable.length);
  }

  function reportSweep(report: SweepReport): void {
    loseWhatIsGone(report).catch((error: unknown) =>
      log.warn({ err: error }, "what the queue has lost can't be told now; tried again"),
    );
    const { removed, retried, rejected, parked, expired, repaired } = report;
    if (removed.length + retried.length + rejected.length > 0)
      log.info({ removed, retried, rejected }, "failed chunks were swept");
    if (repaired.length > 0) log.error({ repaired }, "chunks whose options couldn't be read were mended");
    if (expired.length > 0) log.error({ expired }, "failed chunks past the retention were removed");
    const news = parked.filter((chunkId) => !knownParked.has(chunkId));
    knownParked = new Set(parked);
    if (news.length > 0)
      log.error(
        { parked: news, all: parked.length },
        "failed chunks are parked: nobody can be told of their items",
      );
  }

  async function loseWhatIsGone({ oldestAt }: SweepReport): Promise<void> {
    const passedBefore = watermark.look(oldestAt, time.now());
    if (passedBefore === undefined || isLosing) return;
    isLosing = true;
    try {
      const lost = await loseRows(house, passedBefore);
      if (lost.size > 0)
        log.error({ lost: Object.fromEntries(lost) }, "the queue has lost rows of uploads; their jobs fail");
    } finally {
      isLosing = false;
    }
  }

  /** None of these waits for what another of them can't do now. */
  async function keepHouse(): Promise<void> {
    const retentionDays = config.RECEIPT_RETENTION_DAYS;
    const failures: unknown[] = [];
    const each = async (upkeep: () => Promise<void>) => {
      await upkeep().catch((error: unknown) => failures.push(error));
    };
    await each(async () => {
      const ended = await endExpiredJobs(house, { retentionDays });
      if (ended > 0) log.error({ ended }, "upload jobs that never ended are past the retention");
    });
    await each(async () => {
      const dropped = await maintainReceipts(house, { retentionDays });
      if (dropped.length > 0) log.info({ dropped }, "receipts past their retention were dropped");
    });
    await each(async () => {
      const retentionHours = config.IDEMPOTENCY_RETENTION_HOURS;
      const purged = await purgeIdempotencyKeys(house, { retentionHours });
      if (purged > 0) log.info({ purged }, "idempotency keys past their retention were deleted");
    });
    const [failure] = failures;
    if (failure !== undefined) throw failure;
  }
}

/** What a transaction of a worker may take; the statements of one that is too large are given up before. */
const TRANSACTION_MS = 60_000;

/**
 * For the commits: a slot each, the one more, and one for the notifications.
 * Whoever stands still with such a session costs the others seconds.
 */
function connect(config: Config, log: Logger): Database {
  return open(config, log, { max: config.WORKER_LANES + 2, transactionTimeoutMs: TRANSACTION_MS });
}

/**
 * For what may take long: the ends of jobs, the upkeep of receipts; and for the sweeper and the checks. There is
 * always a session, so that the other workers see this one.
 */
function connectHousekeeping(config: Config, log: Logger): Database {
  return open(config, log, { max: 3, applicationName: workerSessionName(locksHeldBy(config)) });
}

/** By all slots and the one more. */
function locksHeldBy(config: Config): number {
  return (config.WORKER_LANES + 1) * config.BATCH_MAX_LOCKS;
}

function open(
  config: Config,
  log: Logger,
  more: Pick<DatabaseOptions, "max" | "transactionTimeoutMs" | "applicationName">,
): Database {
  return createDatabase({
    url: config.DATABASE_URL,
    statementTimeoutMs: 30_000,
    // Commits wait for no item's locks, so this is for whoever has a whole table.
    lockTimeoutMs: 3_000,
    idleInTransactionMs: IDLE_IN_TRANSACTION_MS,
    peerTimeoutMs: PEER_TIMEOUT_MS,
    applicationName: "onefold worker",
    onError: (error) => log.warn({ err: error }, "an idle database connection broke"),
    ...more,
  });
}
