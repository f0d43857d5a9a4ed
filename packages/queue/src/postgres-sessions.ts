import type { StoreAddress } from "./options.ts";

export interface SessionOptions {
  applicationName: string;
  max: number;
  /** `off` never loses consistency, only the last moments before a crash. Absent: as the server has it. */
  synchronousCommit?: "on" | "off";
  /** No statement, and no wait for a connection, takes longer. */
  timeoutMs?: number;
}

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
