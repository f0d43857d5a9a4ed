import { Socket } from "node:net";
import { Kysely, PostgresDialect } from "kysely";
import pg from "pg";
import type { Tables } from "./tables/index.ts";

export type Database = Kysely<Tables>;

/** For processes that commit while others do: one that stands still keeps what it has locked for so long. */
export const IDLE_IN_TRANSACTION_MS = 5_000;
export const PEER_TIMEOUT_MS = 10_000;

export interface DatabaseOptions {
  /** `postgres://user:password@host:port/database` */
  readonly url: string;
  /** Connections at most; 10 by default. */
  readonly max?: number;
  /**
   * A statement past this is cancelled (57014), and a connection that is silent for a little longer is cut:
   * the server's own timeout can't tell of a connection that is half open. None by default.
   */
  readonly statementTimeoutMs?: number;
  /** A wait for a row or advisory lock past this ends with 55P03; none by default. */
  readonly lockTimeoutMs?: number;
  /**
   * A session that is silent for so long within a transaction is ended by the server, with its locks: its process
   * stands still, or is gone. None by default: for who works in between, as a migration does.
   */
  readonly idleInTransactionMs?: number;
  /** A transaction past this is ended by the server, where that is Postgres 17 or later. None by default. */
  readonly transactionTimeoutMs?: number;
  /**
   * A session whose process takes nothing, or whose host answers nothing, for so long is ended by the server. By
   * default as the server's system has it: hours.
   */
  readonly peerTimeoutMs?: number;
  /** How long a query may wait for a connection; 5,000 by default. */
  readonly connectTimeoutMs?: number;
  /** Shown in `pg_stat_activity`. */
  readonly applicationName?: string;
  /** An idle connection that breaks is replaced by the pool; this is where it is reported. */
  readonly onError?: (error: Error) => void;
}

/**
 * A pool of connections to the records' Postgres, with Kysely before it. Connects at the first query.
 * `destroy()` it when done.
 */
export function createDatabase(options: DatabaseOptions): Database {
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool: createPool(options) }) });
}

/** The pool by itself; `end()` it when done. */
export function createPool(options: DatabaseOptions): pg.Pool {
  const pool = new pg.Pool(poolConfig(options));
  pool.on("error", (error) => options.onError?.(error));
  // pg-pool listens to a client only while it is idle; one that breaks in use would end the process. What ran
  // on it rejects by itself.
  pool.on("connect", (client) => client.on("error", () => {}));
  return pool;
}

function poolConfig(options: DatabaseOptions): pg.PoolConfig {
  const limit = options.statementTimeoutMs;
  const { url, settings } = splitOptions(options.url);
  return {
    connectionString: url,
    max: options.max ?? 10,
    application_name: options.applicationName ?? "onefold",
    connectionTimeoutMillis: options.connectTimeoutMs ?? 5_000,
    keepAlive: true,
    ...(limit !== undefined && { stream: () => cutAfterSilence(limit + SILENCE_MS) }),
    types: { getTypeParser },
    options: [
      settings,
      sessionSettings({
        statement_timeout: options.statementTimeoutMs,
        lock_timeout: options.lockTimeoutMs,
        idle_in_transaction_session_timeout: options.idleInTransactionMs,
        ...peerSettings(options.peerTimeoutMs),
      }),
    ].join(" "),
    onConnect: async (client) => {
      await raiseSynchronousCommit(client);
      if (options.transactionTimeoutMs !== undefined)
        await limitTransactions(client, options.transactionTimeoutMs);
    },
  };
}

/** In `pg`, `options` in the URL beat ours: so they are taken out of it, and stand before ours. */
function splitOptions(text: string): { url: string; settings: string } {
  if (!URL.canParse(text)) return { url: text, settings: "" };
  const url = new URL(text);
  const settings = url.searchParams.get("options") ?? "";
  url.searchParams.delete("options");
  return settings === "" ? { url: text, settings } : { url: url.href, settings };
}

/**
 * The server asks an idle peer whether it is still there, three times within that time, and ends a connection whose
 * peer takes nothing of what it was sent: also one that still answers, for a process that stands still.
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

/** After connecting: a server that doesn't know the setting would refuse the session. */
async function limitTransactions(client: pg.ClientBase, ms: number): Promise<void> {
  await client.query(
    `select set_config('transaction_timeout', $1, false)
      where current_setting('server_version_num')::int >= 170000`,
    [String(ms)],
  );
}

/**
 * An acknowledged write must outlive a crash, also where the role or the database sets less. A stronger
 * setting (`remote_apply`) is left as it is.
 */
async function raiseSynchronousCommit(client: pg.ClientBase): Promise<void> {
  await client.query(
    `select set_config('synchronous_commit', 'on', false)
      where current_setting('synchronous_commit') in ('off', 'local', 'remote_write')`,
  );
}

/** Longer than pg-pool keeps an idle connection (10 s), which is silent by right. */
const SILENCE_MS = 15_000;

function cutAfterSilence(ms: number): Socket {
  const socket = new Socket();
  const error = Object.assign(new Error("the database was silent for too long"), { code: "ETIMEDOUT" });
  return socket.setTimeout(ms, () => socket.destroy(error));
}

function sessionSettings(settings: Record<string, number | undefined>): string {
  return Object.entries(settings)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `-c ${name}=${value}`)
    .join(" ");
}

const parsers = new Map<number, (text: string) => unknown>([
  // Clocks stay under 2^53, and counts too.
  [pg.types.builtins.INT8, Number],
  // A day is its text: a Date would shift it by the machine's time zone.
  [pg.types.builtins.DATE, (text) => text],
]);

const getTypeParser: pg.CustomTypesConfig["getTypeParser"] = (oid, format) =>
  parsers.get(oid) ?? pg.types.getTypeParser(oid, format);
