import { Cluster } from "ioredis";
import type { StoreAddress } from "../../options.ts";
import { clusterArguments, pingCluster } from "./connect.ts";

/** Pings on a client of its own. */
export async function pingAlone(address: StoreAddress): Promise<void> {
  const settings = clusterArguments(address, {}, { clusterRetryStrategy: null });
  const cluster = new Cluster(...settings);
  try {
    await pingCluster(cluster, settings);
  } finally {
    cluster.disconnect();
  }
}
