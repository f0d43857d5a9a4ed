import {
  checkPostgres,
  createDatabase,
  createSharedPool,
  IDLE_IN_TRANSACTION_MS,
  PEER_TIMEOUT_MS,
  readErasureSecret,
  readJobIdSecret,
  startDatabaseClock,
  startPresence,
} from "@onefold/database";
import type { Database, DatabaseClock, DatabaseOptions } from "@onefold/database";
import { createJobIds } from "@onefold/identity";
import {
  createProblemReport,
  createWorkCounts,
  StartError,
  VERSION,
  waitForDatabase,
} from "@onefold/process";
import { createProducer } from "@onefold/queue";
import { createRateLimits } from "@onefold/rate-limits";
import type { RateLimits } from "@onefold/rate-limits";
import {
  createIdempotencyHashes,
  findKeys,
  findNews,
  highestClock,
  listFields,
  nameTeams,
  noteKeyUses,
  readIdentityRules,
  readJobs,
  readReceipts,
  readWatermark,
} from "@onefold/records";
import type { Logger } from "pino";
import { createApp } from "./app.ts";
import { createClientAddress } from "./auth/client-address.ts";
import { createKeyCache } from "./auth/key-cache.ts";
import { createKeyUses } from "./auth/key-uses.ts";
import { createClusterLook } from "./cluster/look-at-cluster.ts";
import { createUploads } from "./uploads/uploads.ts";
import type { Config } from "./config.ts";
import { createGatheredKeys } from "./idempotency/gathered-keys.ts";
import { createSharedClaims } from "./idempotency/shared-claims.ts";
import { createConnections } from "./connections.ts";
import { createApiProducer } from "./api-producer.ts";
import { createFeedWatcher } from "./changes/feed-watcher.ts";
import type { FeedWatcher } from "./changes/feed-watcher.ts";
import { createJobWatcher } from "./jobs/job-watcher.ts";
import type { JobWatcher } from "./jobs/job-watcher.ts";
import { createMetrics } from "./metrics/create-metrics.ts";
import type { MetricsOptions } from "./metrics/create-metrics.ts";
import { createReadiness } from "./readiness.ts";
import { createReads } from "./reads/reads.ts";
import { startReplica } from "./reads/start-replica.ts";
import { createReceiptWatcher } from "./receipts/receipt-watcher.ts";
import type { ReceiptWatcher } from "./receipts/receipt-watcher.ts";
import { createCursors } from "./request/cursor.ts";
import { createWorkers } from "./workers.ts";
import { serve } from "./serve.ts";
import type { ApiPoint, Services } from "./services.ts";
import { createShares, shareLimits } from "./slow/shares.ts";
import { createSlowDatabase } from "./slow/slow-database.ts";
import { createBodies } from "./request/bodies.ts";
import { createRegistryCache } from "./validate/registry-cache.ts";
import { createRulesCache } from "./validate/rules-cache.ts";

export interface StartOptions {
  readonly config: Config;
  readonly log: Logger;
  /** Ends the wait for a database that isn't there yet. */
  readonly stop?: AbortSignal;
  /** Set where this is one of several processes: makes what gives the metrics of all of them. */
  readonly gatherMetrics?: MetricsOptions["gather"];
  /** Fault tests set this. It is awaited at each point. */
  readonly onPoint?: (point: ApiPoint) => Promise<void> | void;
  /** Fault tests set this: the time that the machine's clock shows. */
  readonly wall?: () => number;
  /** Fault tests set this: how long after its acceptance an item may be added, in milliseconds. */
  readonly lateMs?: number;
}

export interface RunningApi extends AsyncDisposable {
  readonly url: string;
}

/** Reads are short. A longer one is given up before its client gives up. */
const STATEMENT_TIMEOUT_MS = 5_000;
/**
 * A look-up takes a millisecond, and its result is kept for seconds. Only one look-up of unknown keys is under way at a
 * time.
 */
const KEY_CONNECTIONS = 3;
/** Shorter than the statement's timeout, so that the error says what was waited for. */
const LOCK_TIMEOUT_MS = 2_500;
const TRANSACTION_TIMEOUT_MS = 30_000;

/**
 * Builds the services and serves the API until it is disposed of. Then requests in flight end first, and after them
 * what they work with.
 * @throws StartError, or the reason of `stop`
 */
export async function startApi({
  config,
  log: parent,
  stop,
  gatherMetrics,
  onPoint,
  wall,
  lateMs,
}: StartOptions): Promise<RunningApi> {
  const log = parent.child({ app: "api" });
  await using owned = new AsyncDisposableStack();
  if (config.DATABASE_DISTRIBUTED === "1") owned.use(nameTeams());
  const options = connection(config, log);
  const db = owned.adopt(createDatabase({ ...options, max: config.DATABASE_POOL }), (each) => each.destroy());
  // These connections read keys, and the fields and identity rules of their teams. They are separate, so that such a
  // read waits for nothing else.
  const keysDb = owned.adopt(createDatabase({ ...options, max: KEY_CONNECTIONS }), (each) => each.destroy());
  const slowMax = config.DATABASE_SLOW_POOL;
  const slowPool = owned.use(createSharedPool({ ...options, max: slowMax }));
  await waitForDatabase(db, log, stop);
  const clock = owned.use(
    await startDatabaseClock(db, {
      wall,
      onChange: (problem) =>
        problem
          ? log.error({ problem }, "the clock is wrong: nothing is accepted")
          : log.info("the clock is right: requests are accepted"),
    }),
  );

  const watcher = owned.use(watchReceipts(db, log));
  const keyUses = owned.use(
    createKeyUses({
      write: (teamId, keyIds) => noteKeyUses(db, teamId, keyIds),
      onError: (error) => log.warn({ err: error }, "that keys are used can't be noted now"),
    }),
  );
  const producer = owned.use(await produce(config, { db, clock, watcher, log, stop }));
  const work = createWorkCounts();
  const presence = owned.use(
    startPresence(keysDb, {
      app: "api",
      queueId: producer.queueId,
      report: () => ({ version: VERSION, clockAheadMs: clock.aheadMs(), lastSeconds: work.seconds() }),
      onError: (error) => log.warn({ err: error }, "the workers can't be looked for now; tried again"),
    }),
  );
  const replica =
    config.DATABASE_READ_URL === undefined
      ? undefined
      : owned.use(
          startReplica({
            connections: { ...options, url: config.DATABASE_READ_URL },
            max: { quick: config.DATABASE_POOL, slow: slowMax },
            maxLagMs: config.DATABASE_READ_MAX_LAG_MS,
            primary: keysDb,
            processId: presence.processId,
            log,
          }),
        );
  const startedAt = performance.now();
  const workers = createWorkers({
    presence,
    waiting: () => [producer.backlog(), producer.bulkBacklog()],
    runsMs: () => performance.now() - startedAt,
  });
  const metrics = createMetrics({
    ...producer,
    watermark: async () => (await readWatermark(keysDb))?.passedBefore,
    replicaLagSeconds: replica?.lagSeconds,
    onAccepted: (count) => work.add("accepted", count),
    gather: gatherMetrics,
  });
  const jobs = owned.use(watchJobs(db, log));
  const feeds = owned.use(watchFeeds(db, log));
  const uploads = createUploads();
  const secret = config.JOB_ID_SECRET ?? (await readJobIdSecret(db));
  const slow = createSlowDatabase(slowPool, createShares(shareLimits(slowMax)));
  const apiProducer = createApiProducer(producer, { workers, metrics, clock, lateMs });
  const services: Services = {
    db,
    clock,
    slow,
    reads: createReads({ db, slow, replica, metrics }),
    producer: apiProducer,
    watcher,
    jobs,
    feeds,
    rateLimits: owned.use(await limitRates(config, log)),
    uploads,
    metrics,
    log,
    jobIds: createJobIds(secret),
    cursors: createCursors(secret),
    idempotency: {
      hashes: createIdempotencyHashes(await readErasureSecret(db)),
      claims: createSharedClaims(),
      keys: owned.use(
        createGatheredKeys({ db, producer: apiProducer, log, maxAgeDays: config.RECEIPT_RETENTION_DAYS }),
      ),
    },
    connections: createConnections(config.MAX_CONNECTIONS),
    keys: createKeyCache({
      async findKeys(hashes) {
        const found = await findKeys(keysDb, hashes);
        keyUses.note(found.values());
        return found;
      },
      addressOf: createClientAddress(config.TRUSTED_PROXIES),
      inQuery: config.ACCESS_TOKEN === "allowed",
    }),
    registries: createRegistryCache((teamId) => listFields(keysDb, teamId)),
    identityRules: createRulesCache((teamId) => readIdentityRules(keysDb, teamId)),
    readiness: createReadiness(
      [
        { name: "clock", run: () => clock.problems() },
        { name: "database", run: () => checkPostgres(db, { durability: config.DURABILITY }) },
        { name: "queue", run: () => producer.problems() },
        { name: "workers", run: () => Promise.resolve(workers.problems()) },
      ],
      createProblemReport(log),
    ),
    workers,
    cluster: createClusterLook({ db, producer, now: clock.now, durability: config.DURABILITY }),
    healthDetails: config.HEALTH_DETAILS,
    corsOrigins: config.CORS_ORIGINS,
    allowPrivate: config.WEBHOOK_ALLOW_PRIVATE,
    limits: {
      waitMs: config.WAIT_MS,
      bodyMaxBytes: config.BODY_MAX_BYTES,
      bodies: createBodies(),
      uploadMaxBytes: config.UPLOAD_MAX_BYTES,
      uploadAheadRows: config.UPLOAD_AHEAD_ROWS,
      receiptRetentionDays: config.RECEIPT_RETENTION_DAYS,
      rate: config.RATE_LIMIT,
    },
    ...(onPoint && { onPoint }),
  };
  const server = await serve(createApp(services), {
    host: config.HOST,
    port: config.PORT,
    connections: services.connections,
    stopDeadlineMs: config.STOP_MS,
    mayTakeLong: (socket) => uploads.has(socket),
    onStop: async () => {
      uploads.stop();
      await Promise.all([jobs[Symbol.asyncDispose](), feeds[Symbol.asyncDispose]()]);
    },
    onDeadline: async () => await watcher[Symbol.asyncDispose](),
  });
  owned.use(server);
  // This logs at once what is wrong, not only when somebody asks.
  await services.readiness.problems();
  const running = owned.move();
  return { url: server.url, [Symbol.asyncDispose]: () => running.disposeAsync() };
}

function connection(config: Config, log: Logger): Omit<DatabaseOptions, "max"> {
  return {
    url: config.DATABASE_URL,
    applicationName: "onefold api",
    statementTimeoutMs: STATEMENT_TIMEOUT_MS,
    lockTimeoutMs: LOCK_TIMEOUT_MS,
    idleInTransactionMs: IDLE_IN_TRANSACTION_MS,
    transactionTimeoutMs: TRANSACTION_TIMEOUT_MS,
    peerTimeoutMs: PEER_TIMEOUT_MS,
    onError: (error) => log.warn({ err: error }, "an idle database connection broke"),
  };
}

function watchReceipts(db: Database, log: Logger): ReceiptWatcher {
  return createReceiptWatcher({
    readReceipts: (refs) => readReceipts(db, refs),
    onError: (error) =>
      log.warn({ err: error }, "receipts can't be read, or replies not be heard; waiters poll"),
  });
}

function watchJobs(db: Database, log: Logger): JobWatcher {
  return createJobWatcher({
    readJobs: (names) => readJobs(db, names),
    onError: (error) => log.warn({ err: error }, "jobs that are followed can't be read; asked again"),
  });
}

function watchFeeds(db: Database, log: Logger): FeedWatcher {
  return createFeedWatcher({
    findNews: (feeds) => findNews(db, feeds),
    onError: (error) => log.warn({ err: error }, "the change feed can't be looked at; asked again"),
  });
}

function limitRates(config: Config, log: Logger): Promise<RateLimits> {
  return createRateLimits({
    url: config.QUEUE_URL,
    namespace: config.QUEUE_NAMESPACE,
    onError: (error) =>
      log.warn({ err: error }, "this process counts the keys' requests by itself meanwhile"),
  });
}

interface Produce {
  readonly db: Database;
  readonly clock: DatabaseClock;
  readonly watcher: ReceiptWatcher;
  readonly log: Logger;
  readonly stop: AbortSignal | undefined;
}

/** An error of the queue at its start becomes a sentence for the person who starts the process. */
async function produce(config: Config, { db, clock, watcher, log, stop }: Produce) {
  const floor = await highestClock(db);
  try {
    return await createProducer({
      url: config.QUEUE_URL,
      namespace: config.QUEUE_NAMESPACE,
      durability: config.DURABILITY,
      floor,
      now: clock.now,
      // An upload that is under way checks this between its rows.
      unfit: () => clock.problem()?.what,
      replies: watcher,
      onError: (error) => log.warn({ err: error }, "the queue reported an error"),
      ...(stop && { signal: stop }),
    });
  } catch (error) {
    stop?.throwIfAborted();
    throw error instanceof Error ? new StartError(error.message, { cause: error }) : error;
  }
}
