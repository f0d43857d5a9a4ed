import { Cluster } from "ioredis";
import type { StoreAddress } from "../../options.ts";
import { inTime, untilReachable } from "../../until-reachable.ts";
import { clusterArguments, pingCluster } from "./connect.ts";

/** Pings on a client of its own until it succeeds. */
export async function pingUntilReachable(
  address: StoreAddress,
  wait: { startTimeoutMs: number },
): Promise<void> {
  await untilReachable(() => inTime(pingAlone(address)), address, wait);
}

async function pingAlone(address: StoreAddress): Promise<void> {
  const settings = clusterArguments(address, {}, { clusterRetryStrategy: null });
  const cluster = new Cluster(...settings);
  try {
    await pingCluster(cluster, settings);
  } finally {
    cluster.disconnect();
  }
}
