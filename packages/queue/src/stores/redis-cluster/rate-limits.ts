import { Cluster } from "ioredis";
import type { StoreAddress } from "../../options.ts";
import { limitsOn } from "../redis/rate-limits.ts";
import type { RateLimitStore } from "../store.ts";
import { clusterArguments } from "./connect.ts";

/** Counts in keys that Redis forgets by itself at the end of their window, on whatever servers they fall. */
export function openClusterRateLimits(address: StoreAddress, timeoutMs: number): RateLimitStore {
  const node = {
    autoResendUnfulfilledCommands: false,
    commandTimeout: timeoutMs,
    connectTimeout: timeoutMs,
    socketTimeout: timeoutMs * 4,
  };
  // Commands fail fast: a count that can't be asked for now is of no use later.
  const cluster = new Cluster(
    ...clusterArguments(address, node, { enableOfflineQueue: false, retryDelayOnFailover: 0 }),
  );
  // A request that asks meanwhile is told.
  cluster.on("error", () => undefined);
  return limitsOn(cluster, address.namespace, timeoutMs);
}
