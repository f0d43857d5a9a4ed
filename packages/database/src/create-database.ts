import { Socket } from "node:net";
import { Kysely, PostgresDialect } from "kysely";
import pg from "pg";
import type { Tables } from "./tables/index.ts";

export type Database = Kysely<Tables>;

/** A process that commits while others do uses this. If it stands still, it keeps what it has locked for this long. */
export const IDLE_IN_TRANSACTION_MS = 5_000;
export const PEER_TIMEOUT_MS = 10_000;

const SESSION_SECONDS = 3_600;

export interface DatabaseOptions {
  /** Such as `postgres://user:password@host:port/database`. */
  readonly url: string;
  /** The most connections; 10 by default. */
  readonly max?: number;
  /**
   * A statement that takes longer is cancelled (57014). A connection that is silent for a little longer is cut, since
   * the server's timeout can't notice a connection that is half open. None by default.
   */
  readonly statementTimeoutMs?: number;
  /** A longer wait for a row or advisory lock ends with 55P03; none by default. */
  readonly lockTimeoutMs?: number;
  /**
   * The server ends a session, with its locks, that is silent for this long within a transaction: its process stands
   * still or is gone. None by default, for a process that works between its statements, as a migration does.
   */
  readonly idleInTransactionMs?: number;
  /** The server ends a transaction that takes longer, if it is Postgres 17 or later. None by default. */
  readonly transactionTimeoutMs?: number;
  /**
   * The server ends a session whose process takes nothing, or whose host answers nothing, for this long. The default is
   * that of the server's system: hours.
   */
  readonly peerTimeoutMs?: number;
  /** How long a query may wait for a connection; 5,000 by default. */
  readonly connectTimeoutMs?: number;
  /**
   * Whether each table is read by an index, and generic plans are kept: for statements that look up keys. A plan that was
   * made while a table was empty would read it as a whole.
   */
  readonly byIndex?: boolean;
  /** The name that `pg_stat_activity` shows. */
  readonly applicationName?: string;
  /** Told of an idle connection that breaks. The pool replaces it. */
  readonly onError?: (error: Error) => void;
}

/**
 * Makes a pool of connections to the records' Postgres, with Kysely before it. It connects at the first query.
 * `destroy()` it when done.
 */
export function createDatabase(options: DatabaseOptions): Database {
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool: createPool(options) }) });
}

/**
 * Makes the pool by itself. `end()` it when done.
 * @param onSocket is given the socket of each connection, before it connects
 */
export function createPool(options: DatabaseOptions, onSocket?: (socket: Socket) => void): pg.Pool {
  const pool = new pg.Pool(poolConfig(options, onSocket));
  pool.on("error", (error) => options.onError?.(error));
  // pg-pool listens to a client only while it is idle. Without this listener, a client that breaks in use would end the
  // process. What ran on it rejects by itself.
  pool.on("connect", (client) => client.on("error", () => {}));
  return pool;
}

function poolConfig(options: DatabaseOptions, onSocket?: (socket: Socket) => void): pg.PoolConfig {
  const limit = options.statementTimeoutMs;
  const { url, settings } = splitOptions(options.url);
  return {
    connectionString: url,
    max: options.max ?? 10,
    // Only `withPipeline` sends a statement before the one before it is answered.
    pipeline: true,
    // What a session has prepared goes with it.
    maxLifetimeSeconds: SESSION_SECONDS,
    application_name: options.applicationName ?? "onefold",
    connectionTimeoutMillis: options.connectTimeoutMs ?? 5_000,
    keepAlive: true,
    stream: () => {
      const socket = cutAfterSilence(limit === undefined ? 0 : limit + SILENCE_MS);
      onSocket?.(socket);
      return socket;
    },
    types: { getTypeParser },
    options: [
      settings,
      sessionSettings({
        statement_timeout: options.statementTimeoutMs,
        lock_timeout: options.lockTimeoutMs,
        idle_in_transaction_session_timeout: options.idleInTransactionMs,
        ...peerSettings(options.peerTimeoutMs),
        ...(options.byIndex && BY_INDEX),
      }),
    ].join(" "),
    onConnect: async (client) => {
      await raiseSynchronousCommit(client);
      if (options.transactionTimeoutMs !== undefined)
        await limitTransactions(client, options.transactionTimeoutMs);
    },
  };
}

/**
 * Generic plans from the first use on, which plan-ages.ts has made anew as tables grow. Left to itself, Postgres makes one anew each time that a set of rows is
 * small, as it doesn't count on that: a fifth more CPU for a commit of one item.
 */
const BY_INDEX = {
  enable_seqscan: "off",
  enable_hashjoin: "off",
  enable_mergejoin: "off",
  plan_cache_mode: "force_generic_plan",
};

/** Takes `options` out of the URL, so that they can stand before ours. In `pg`, those of the URL would win. */
function splitOptions(text: string): { url: string; settings: string } {
  if (!URL.canParse(text)) return { url: text, settings: "" };
  const url = new URL(text);
  const settings = url.searchParams.get("options") ?? "";
  url.searchParams.delete("options");
  return settings === "" ? { url: text, settings } : { url: url.href, settings };
}

/**
 * The server asks an idle peer three times within this time whether it is still there. It also ends a connection whose
 * peer takes nothing of what was sent to it, even if the host still answers, as when a process stands still.
 */
function peerSettings(timeoutMs: number | undefined): Record<string, number> {
  if (timeoutMs === undefined) return {};
  const seconds = Math.max(1, Math.floor(timeoutMs / 4_000));
  return {
    tcp_user_timeout: timeoutMs,
    tcp_keepalives_idle: seconds,
    tcp_keepalives_interval: seconds,
    tcp_keepalives_count: 3,
  };
}

/** It is set after connecting: a server that doesn't know the setting would refuse the session. */
async function limitTransactions(client: pg.ClientBase, ms: number): Promise<void> {
  await client.query(
    `select set_config('transaction_timeout', $1, false)
      where current_setting('server_version_num')::int >= 170000`,
    [String(ms)],
  );
}

/**
 * Makes an acknowledged write outlive a crash, even if the role or the database sets less. A stronger setting
 * (`remote_apply`) stays as it is.
 */
async function raiseSynchronousCommit(client: pg.ClientBase): Promise<void> {
  await client.query(
    `select set_config('synchronous_commit', 'on', false)
      where current_setting('synchronous_commit') in ('off', 'local', 'remote_write')`,
  );
}

/** Longer than pg-pool keeps an idle connection (10 s), which may be silent. */
const SILENCE_MS = 15_000;

/** @param ms 0 for as long as it likes */
function cutAfterSilence(ms: number): Socket {
  const socket = new GatheringSocket();
  const error = Object.assign(new Error("the database was silent for too long"), { code: "ETIMEDOUT" });
  return socket.setTimeout(ms, () => socket.destroy(error));
}

/**
 * Sends what was written in one go of the event loop in one piece, so that a pipeline's statements travel together: `pg`
 * corks the stream for each of them.
 */
class GatheringSocket extends Socket {
  override uncork(): void {
    process.nextTick(() => super.uncork());
  }
}

function sessionSettings(settings: Record<string, number | string | undefined>): string {
  return Object.entries(settings)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `-c ${name}=${value}`)
    .join(" ");
}

const parsers = new Map<number, (text: string) => unknown>([
  // Clocks stay under 2^53, and so do counts.
  [pg.types.builtins.INT8, Number],
  // A day is given as text: a Date would shift it by the machine's time zone.
  [pg.types.builtins.DATE, (text) => text],
]);

const getTypeParser: pg.CustomTypesConfig["getTypeParser"] = (oid, format) =>
  parsers.get(oid) ?? pg.types.getTypeParser(oid, format);
