import type { StoreAddress } from "../../options.ts";

export interface SessionOptions {
  applicationName: string;
  max: number;
  /** `off` never loses consistency, only the last moments before a crash. Absent: as the server has it. */
  synchronousCommit?: "on" | "off";
  /** It may be silent within a transaction, as whoever migrates. */
  mayPause?: boolean;
  /** No statement, and no wait for a connection, takes longer. */
  timeoutMs?: number;
}

/**
 * So that a process that stands still, or whose host is gone, keeps no lock of the queue for long: the server ends a
 * session that is silent within a transaction, whose host doesn't answer, or that takes nothing of a chunk that it
 * is sent.
 */
const ENDED_WHEN_SILENT = [
  "-c idle_in_transaction_session_timeout=5000",
  "-c tcp_user_timeout=10000",
  "-c tcp_keepalives_idle=2",
  "-c tcp_keepalives_interval=2",
  "-c tcp_keepalives_count=3",
];

/** Where the queue lies in its database. */
export const schemaOf = (address: StoreAddress): string => `${address.namespace}_queue`;

/**
 * A pool's configuration, fit for `pg` and for BullMQ's Postgres backend alike.
 *
 * BullMQ pins `search_path` by the startup parameter `options`, and in `pg` one in the URL beats the one
 * in the object: so the URL's own is taken out and put in front of ours.
 */
export function sessions(address: StoreAddress, wanted: SessionOptions) {
  const url = new URL(address.url);
  const settings = [url.searchParams.get("options") ?? ""];
  url.searchParams.delete("options");
  if (wanted.synchronousCommit !== undefined)
    settings.push(`-c synchronous_commit=${wanted.synchronousCommit}`);
  if (wanted.timeoutMs !== undefined) settings.push(`-c statement_timeout=${wanted.timeoutMs}`);
  if (!wanted.mayPause) settings.push(...ENDED_WHEN_SILENT);
  return {
    connectionString: url.href,
    application_name: wanted.applicationName,
    options: settings.join(" ").trim(),
    max: wanted.max,
    keepAlive: true,
    // Kept: a connection costs milliseconds, which would fall on the first request after a pause.
    idleTimeoutMillis: 0,
    ...(wanted.timeoutMs === undefined
      ? { connectionTimeoutMillis: 10_000 }
      : // The server's own timeout comes first, so that the outcome is known more often.
        { connectionTimeoutMillis: wanted.timeoutMs, query_timeout: wanted.timeoutMs + 250 }),
  };
}
