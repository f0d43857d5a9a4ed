import type { StoreAddress } from "../../options.ts";

export interface SessionOptions {
  applicationName: string;
  max: number;
  /**
   * `off` never loses consistency, only the last moments before a crash. If it is absent, the server's setting holds.
   */
  synchronousCommit?: "on" | "off";
  /** Whether it may be silent within a transaction, as a migration is. */
  mayPause?: boolean;
  /** No statement, and no wait for a connection, takes longer. */
  timeoutMs?: number;
}

/**
 * With these, a process that stands still, or whose host is gone, doesn't keep locks of the queue for long. The server
 * ends a session that is silent within a transaction, whose host doesn't answer, or that takes nothing of a chunk that
 * it is sent.
 */
const ENDED_WHEN_SILENT = [
  "-c idle_in_transaction_session_timeout=5000",
  "-c tcp_user_timeout=10000",
  "-c tcp_keepalives_idle=2",
  "-c tcp_keepalives_interval=2",
  "-c tcp_keepalives_count=3",
];

/**
 * Plans by indexes, kept from the first use on. The queue's table is nearly empty most of the time: a plan that is made
 * then reads all of it, and is kept while thousands of chunks wait. With 30,000, a claim took 37 ms in place of 0.9.
 */
const BY_INDEX = [
  "-c enable_seqscan=off",
  "-c enable_hashjoin=off",
  "-c enable_mergejoin=off",
  "-c plan_cache_mode=force_generic_plan",
];

/** Gives the schema of the queue in its database. */
export const schemaOf = (address: StoreAddress): string => `${address.namespace}_queue`;

/**
 * Gives a pool's configuration, fit both for `pg` and for BullMQ's Postgres backend.
 *
 * BullMQ pins `search_path` by the startup parameter `options`. In `pg`, an `options` in the URL wins over the one in
 * the object, so the URL's own is taken out and put before ours.
 */
export function sessions(address: StoreAddress, wanted: SessionOptions) {
  const url = new URL(address.url);
  const settings = [url.searchParams.get("options") ?? ""];
  url.searchParams.delete("options");
  if (wanted.synchronousCommit !== undefined)
    settings.push(`-c synchronous_commit=${wanted.synchronousCommit}`);
  if (wanted.timeoutMs !== undefined) settings.push(`-c statement_timeout=${wanted.timeoutMs}`);
  if (!wanted.mayPause) settings.push(...ENDED_WHEN_SILENT, ...BY_INDEX);
  return {
    connectionString: url.href,
    application_name: wanted.applicationName,
    options: settings.join(" ").trim(),
    max: wanted.max,
    keepAlive: true,
    // Connections are kept: a new one costs milliseconds, which would delay the first request after a pause.
    idleTimeoutMillis: 0,
    ...(wanted.timeoutMs === undefined
      ? { connectionTimeoutMillis: 10_000 }
      : // The server's own timeout comes first, so that the outcome is known more often.
        { connectionTimeoutMillis: wanted.timeoutMs, query_timeout: wanted.timeoutMs + 250 }),
  };
}
