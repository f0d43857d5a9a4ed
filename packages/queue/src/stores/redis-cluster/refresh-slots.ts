import type { Cluster } from "ioredis";

const REFRESH_MS = 2_000;

/**
 * Has clients learn in time who has the slots of a server that says nothing any more, until it is disposed of. After an
 * error they ask by themselves; what waits for a dead server gets none.
 */
export function refreshSlots(clients: readonly Cluster[]): Disposable {
  const refreshing = setInterval(() => {
    for (const client of clients) if (client.status === "ready") client.refreshSlotsCache();
  }, REFRESH_MS).unref();
  return { [Symbol.dispose]: () => clearInterval(refreshing) };
}
