import type { Item, Problem } from "@onefold/contract";
import { startDatabaseClock, startPresence } from "@onefold/database";
import { createProblemReport, VERSION, waitForDatabase } from "@onefold/process";
import { createConsumer } from "@onefold/queue";
import { ContentionError, DAY_MS, findKey, nameTeams } from "@onefold/records";
import type { Logger } from "pino";
import { createChunkApplier } from "./apply-chunks.ts";
import type { WorkerPoint } from "./apply-chunks.ts";
import type { Config } from "./config.ts";
import { connectForCommits, connectForHousekeeping, connectForWebhooks } from "./connect.ts";
import { createMetrics } from "./health/create-metrics.ts";
import { findProblems } from "./health/find-problems.ts";
import { createHealthReaders } from "./health/health-readers.ts";
import type { HealthReaders } from "./health/health-readers.ts";
import { every } from "./housekeeping/every.ts";
import { finishErasures } from "./housekeeping/finish-erasures.ts";
import { finishJobs } from "./housekeeping/finish-jobs.ts";
import { keepHouse } from "./housekeeping/keep-house.ts";
import { sweep } from "./housekeeping/sweep.ts";
import { takeWhileRight } from "./take-while-right.ts";
import { createWaker } from "./waker.ts";
import type { DeliveryPoint } from "./webhooks/deliver.ts";
import { runWebhooks } from "./webhooks/run-webhooks.ts";

export interface WorkerOptions {
  readonly config: Config;
  readonly log: Logger;
  /** Ends the wait for a database that isn't there yet. */
  readonly stop?: AbortSignal;
  /** Fault tests set this: the time that the machine's clock shows. */
  readonly wall?: () => number;
  /** Fault tests set this: how often it looks at what the queue holds, and how long an add may take. */
  readonly looks?: { readonly sweepMs: number; readonly addMs: number };
  /** Fault tests set this. It is awaited at each point. */
  readonly onPoint?: (point: WorkerPoint, items: readonly Item[]) => Promise<void> | void;
  /** Fault tests set this. It is awaited at each point of a delivery to a webhook. */
  readonly onDelivery?: (point: DeliveryPoint) => Promise<void> | void;
}

/** Disposing of it takes no more chunks, finishes by the deadline those that it has, and frees everything. */
export interface RunningWorker extends HealthReaders, AsyncDisposable {
  /** Says why it is not ready to work, and how to mend that. The list is empty if all is well. */
  problems(): Promise<Problem[]>;
  /** Gives what it has counted, in Prometheus' text format. */
  metrics(): Promise<string>;
  /** Settles only if chunks grow old while it takes none. Then dispose of it and start the process again. */
  readonly stuck: Promise<Problem>;
}

/**
 * How often it looks at failed chunks and at the queue's age, and how long an add may take. An API adds within 5 s, or
 * answers that it couldn't. An API whose clock is over a minute off accepts nothing.
 */
const LOOKS = { sweepMs: 10_000, addMs: 90_000 };
const HOUSEKEEPING_MS = 3_600_000;

/** Takes chunks from the queue, commits their items, and does the housekeeping. */
export async function createWorker({
  config,
  log,
  stop,
  wall,
  looks = LOOKS,
  onPoint,
  onDelivery,
}: WorkerOptions): Promise<RunningWorker> {
  // These are disposed of from the last to the first, also if a later step of the start fails.
  await using owned = new AsyncDisposableStack();
  if (config.DATABASE_DISTRIBUTED === "1") owned.use(nameTeams());
  const db = owned.adopt(connectForCommits(config, log), (each) => each.destroy());
  const house = owned.adopt(connectForHousekeeping(config, log), (each) => each.destroy());
  const hooks = owned.adopt(connectForWebhooks(config, log), (each) => each.destroy());
  const waker = createWaker({ reply: (...replies) => consumer.reply(...replies) });
  const metrics = createMetrics({
    busySlots: () => applier.scheduler.busy(),
    slots: config.WORKER_SLOTS,
    failingCommits: () => applier.scheduler.failing(),
    oldestChunkAgeMs: (lane) => consumer.oldestChunkAgeMs(lane),
  });
  const draining = new AbortController();
  const { signal } = draining;
  const applier = createChunkApplier({
    config,
    db,
    log,
    metrics,
    waker,
    // No chunk comes before the consumer starts, at the end.
    onBulkDone: () => jobs.rowsDone(),
    signal,
    ...(onPoint && { onPoint }),
  });

  await waitForDatabase(db, log, stop);
  const time = owned.use(await startDatabaseClock(db, { wall }));
  const queue = {
    url: config.QUEUE_URL,
    namespace: config.QUEUE_NAMESPACE,
    durability: config.DURABILITY,
    now: time.now,
    // After that time the receipts may be gone, and an item could be applied a second time.
    parkOlderThanMs: config.RECEIPT_RETENTION_DAYS * DAY_MS,
    onError: (error: Error) => log.warn({ err: error }, "the queue reported an error"),
  };

  await keepHouse(house, config, { log, metrics, signal: stop }).catch((error: unknown) => {
    if (!(error instanceof ContentionError)) throw error;
    log.warn({ err: error }, "housekeeping has to wait; what it does is done for days ahead");
  });
  owned.use(
    every(
      HOUSEKEEPING_MS,
      (stopping) => keepHouse(house, config, { log, metrics, signal: stopping }),
      (error) => log.warn({ err: error }, "housekeeping failed"),
    ),
  );
  owned.use(
    sweep({
      db: house,
      log,
      metrics,
      queue,
      intervalMs: looks.sweepMs,
      addMs: looks.addMs,
      graceMs: 2 * config.CHUNK_LOCK_MS,
      rejectUnreadable: applier.rejectUnreadable,
    }),
  );
  const jobs = owned.use(finishJobs(house, log));
  owned.use(finishErasures(house, log, { inputHours: config.REJECTED_INPUT_HOURS }));
  owned.use(await runWebhooks({ config, db: hooks, log, metrics, queue, signal: stop, onPoint: onDelivery }));

  const stuck = Promise.withResolvers<Problem>();
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
    onStopped: () => waker.idle(),
    handle: applier.apply,
  });
  owned.defer(async () => {
    const deadline = setTimeout(() => draining.abort(), config.DRAIN_MS);
    await consumer.close(config.DRAIN_MS);
    clearTimeout(deadline);
  });
  owned.use(takeWhileRight(time, consumer, log));
  const presence = owned.use(
    startPresence(house, {
      app: "worker",
      queueId: consumer.queueId,
      report: () => ({
        version: VERSION,
        clockAheadMs: time.aheadMs(),
        chunks: { interactive: consumer.taken("interactive"), bulk: consumer.taken("bulk") },
        commits: { busy: applier.scheduler.busy(), of: config.WORKER_SLOTS },
        lastSeconds: metrics.lastSeconds(),
      }),
      onError: (error) =>
        log.warn({ err: error }, "the API can't be told that this worker runs; tried again"),
    }),
  );

  const reportProblems = createProblemReport(log);
  const running = owned.move();
  return {
    async problems() {
      const { scheduler } = applier;
      const found = await findProblems({ config, db: house, time, scheduler, consumer, presence });
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
}
