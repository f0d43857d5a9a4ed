import { EventEmitter } from "node:events";
import { createPostgresBackend, withBackend } from "bullmq";
import type { PostgresQueueBackend } from "bullmq";
import { Pool } from "pg";
import type { PoolConfig } from "pg";
import type { Backend, ChunkJob, ChunkWorker, OpenOptions, Shard } from "../backend.ts";
import { chunkJobOptions, workerOptions } from "../../chunk-job.ts";
import type { Lane, WorkerSettings } from "../../chunk-job.ts";
import { createPostgresChannels } from "./channels.ts";
import { createPostgresClock } from "./clock.ts";
import { postgresDurability } from "./durability.ts";
import { failedOnPostgres } from "./failed-chunks.ts";
import type { StoreAddress } from "../../options.ts";
import { prepareStatements } from "./prepare-statements.ts";
import { renewWithoutCircles } from "./renew-locks.ts";
import { schemaOf, sessions } from "./sessions.ts";
import { atOnce } from "../at-once.ts";
import { pausing } from "../pausing.ts";
import { untilConnected } from "../until-connected.ts";
import { inTime, untilReachable } from "../../until-reachable.ts";
import { within } from "../../within.ts";

const bullmq = withBackend(createPostgresBackend);

/** There is a connection for each add that may be on its way at once, and one for the sampler. */
const PRODUCER_CONNECTIONS: Record<Lane, number> = { interactive: 5, bulk: 4 };
/** These are for lock renewals, completions and the next chunks, which are short. */
const WORKER_CONNECTIONS: Record<Lane, number> = { interactive: 8, bulk: 4 };

/** For what is sent at the end, beyond a statement's own time. */
const GOODBYE_MS = 2_000;

/** Opens the queues in a schema of a Postgres database. */
export async function openPostgresBackend(address: StoreAddress, options: OpenOptions): Promise<Backend> {
  const schema = schemaOf(address);
  const failFast = {
    applicationName: "onefold queue",
    timeoutMs: options.commandTimeoutMs,
    ...(options.durability === "strict" ? { synchronousCommit: "on" as const } : {}),
  };
  const own = new Pool(sessions(address, { ...failFast, max: 1 }));
  const clockSessions = sessions(address, { ...failFast, max: 1, synchronousCommit: "off" });
  const clockPool = new Pool({
    ...clockSessions,
    options: `${clockSessions.options} -c search_path="${schema}"`,
  });
  const replyPool = new Pool(sessions(address, { ...failFast, max: 1, synchronousCommit: "off" }));
  for (const pool of [own, clockPool, replyPool]) pool.on("error", options.onError);
  for (const pool of [clockPool, replyPool]) prepareStatements(pool);

  const opened: { close(): Promise<void> }[] = [];
  const openQueue = async (lane: Lane) => {
    // It gets a config object, not a pool: only then does BullMQ pin `search_path` to the schema.
    const build = () =>
      new bullmq.Queue<unknown>(lane, {
        connection: { ...sessions(address, { ...failFast, max: PRODUCER_CONNECTIONS[lane] }), schema },
      });
    const queue = await untilConnected(build, address, options);
    opened.push(queue);
    prepareStatements(queue.getBackend().connection.pool);
    // The constructor began to write the queue's settings. This resolves after they are written.
    await queue.getVersion();
    return queue;
  };
  const open = async () => {
    await untilReachable(() => inTime(own.query("SELECT 1")), address, options);
    await requireSchema(own, schema);
    return { interactive: await openQueue("interactive"), bulk: await openQueue("bulk") };
  };
  const hangUp = async () => {
    const goodbyes = [...opened.map((queue) => queue.close()), own.end(), clockPool.end(), replyPool.end()];
    // A statement that is under way has its own timeout. Whatever else a server that stands still may hold up: it ends.
    const late = options.commandTimeoutMs + GOODBYE_MS;
    await within(late, Promise.all(goodbyes), () => new Error("no goodbye")).catch(options.onError);
  };
  const queues = await open().catch(async (error: unknown) => {
    await hangUp();
    throw error;
  });

  return {
    kind: address.kind,
    shown: address.shown,
    shards: [
      {
        queues,
        // When a commit has returned, it is as durable as its session asked for.
        async add(lane, { chunkId, name, data }) {
          await queues[lane].add(name, data, chunkJobOptions(chunkId));
        },
        async oldestChunk(lane, exceptFailed) {
          const { rows } = await own.query<{ oldest: string | null }>(
            `SELECT min(id COLLATE "C") AS oldest FROM "${schema}".job
              WHERE queue = $1 AND state <> 'completed' AND id ~ '^c[0-9a-z]+$'
                AND (state <> 'failed' OR id <> ALL ($2))`,
            [lane, exceptFailed],
          );
          return rows[0]?.oldest ?? undefined;
        },
        failed: (lane) => failedOnPostgres(own, schema, lane),
        // The table's columns have types, so what they hold can always be read.
        repair: () => Promise.resolve([]),
        startWorker: (...started) => startWorker(address, options, ...started),
      },
    ],
    clock: createPostgresClock(clockPool),
    channels: createPostgresChannels(replyPool, address),
    health: async () => ({ problems: options.durability === "strict" ? await postgresDurability(own) : [] }),
    // Those of the records' database are told with it. A queue on a Postgres of its own is not looked at.
    replicas: () => Promise.resolve([]),

    async identify() {
      const { rows } = await own.query<{ id: string }>(
        `SELECT store_id AS id FROM "${schema}".onefold_clock`,
      );
      return rows[0]?.id ?? "";
    },
    [Symbol.asyncDispose]: hangUp,
  };
}

/**
 * Waits for the store, and checks that the queue's schema is there.
 * @throws Error where it isn't, or when the store refuses it or `startTimeoutMs` is over; or the reason of `signal`
 */
export async function requireQueue(
  address: StoreAddress,
  settings: PoolConfig,
  options: OpenOptions,
): Promise<void> {
  const pool = new Pool(settings);
  pool.on("error", options.onError);
  try {
    await untilReachable(() => inTime(pool.query("SELECT 1")), address, options);
    await requireSchema(pool, schemaOf(address));
  } finally {
    await pool.end();
  }
}

/** Checks that the schema is there. BullMQ says it too, but not to its caller while connections are being built. */
async function requireSchema(pool: Pool, schema: string): Promise<void> {
  const { rows } = await pool.query<{ there: boolean }>(
    "SELECT to_regclass($1) IS NOT NULL AND to_regclass($2) IS NOT NULL AS there",
    [`${schema}.job`, `${schema}.onefold_clock`],
  );
  if (rows[0]?.there !== true) {
    throw new Error(`The queue's schema ${schema} is not in the database yet: run \`npx onefold migrate\`.`);
  }
}

async function startWorker(
  address: StoreAddress,
  options: OpenOptions,
  ...[lane, handle, settings]: Parameters<Shard["startWorker"]>
): Promise<ChunkWorker> {
  return await startPostgresWorker(
    address,
    options,
    { name: lane, max: WORKER_CONNECTIONS[lane] },
    handle,
    settings,
  );
}

/** Builds a paused Worker on one of BullMQ's queues, with so many connections. */
export async function startPostgresWorker(
  address: StoreAddress,
  options: OpenOptions,
  { name, max }: { readonly name: string; readonly max: number },
  handle: (job: ChunkJob) => Promise<void>,
  settings: WorkerSettings,
): Promise<ChunkWorker> {
  const workerSettings = {
    ...workerOptions(settings),
    autorun: false,
    connection: {
      // These sessions don't wait for the disk: all that a worker writes here is claims, renewals and completions. If
      // a crash forgets the last of them, the chunk comes back and meets its receipts, which are committed elsewhere
      // and durably.
      ...sessions(address, {
        applicationName: "onefold worker",
        max,
        synchronousCommit: "off",
      }),
      schema: schemaOf(address),
    },
  };
  const build = () => atOnce(handle, (process) => new bullmq.Worker<unknown>(name, process, workerSettings));
  const worker = await untilConnected(build, address, options);
  prepareStatements(worker.getBackend().connection.pool);
  renewWithoutCircles(worker.getBackend(), schemaOf(address), name);
  return {
    ...pausing(worker),
    async close(force) {
      await keepErrorListener(worker.getBackend());
      await worker.close(force);
    },
    cut: () => worker.getBackend().disconnect(),
    // After a failed LISTEN, BullMQ's next wait may last an hour and depend on a single probe for chunks that are
    // already there. Cancelling the wait makes the worker look again.
    async nudge() {
      await worker.getBackend().disconnectBlocking();
      await worker.getBackend().reconnectBlocking();
    },
  };
}

/**
 * Keeps a listener for errors on BullMQ's LISTEN connection. BullMQ takes all listeners off before it ends the
 * connection, and an "error" that nobody listens to ends the process. That happened now and then when worker and
 * database were stopped together, as Ctrl-C does. A listener that is put on right after the others are gone outlives
 * them.
 */
async function keepErrorListener(backend: PostgresQueueBackend): Promise<void> {
  const client = await backend.connection.getListenClient().catch(() => undefined);
  if (!(client instanceof EventEmitter)) return;
  client.on("removeListener", (event) => {
    if (event === "error") queueMicrotask(() => client.on("error", () => undefined));
  });
}
